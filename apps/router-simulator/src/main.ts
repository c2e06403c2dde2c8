import { servedText, serveSimulator, SimulatorRefusal } from '@ferrule/router-simulator-core';
import { readCommandLine } from './command-line.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

try {
  const { options, json } = readCommandLine(process.argv.slice(2));
  await serveSimulator(options, stop.signal, (served) => {
    process.stdout.write(`${json ? JSON.stringify(served) : servedText(served)}\n`);
  });
} catch (error) {
  if (!(error instanceof SimulatorRefusal)) throw error;
  process.stderr.write(`router-simulator: ${error.message}.\n`);
  process.exitCode = 2;
}
