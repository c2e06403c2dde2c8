import { metricsText } from '@ferrule/telemetry';

/** What a counter or gauge of this process shows now, over all its labels; 0 before its first value. */
export const measured = async (name: string): Promise<number> =>
  (await metricsText())
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
