import type { RouterAnswerEvent, RouterCommandType } from '@ferrule/router-contracts';
import { metrics } from '@opentelemetry/api';
import { secondsBuckets } from '@ferrule/telemetry';

const stageSeconds = metrics
  .getMeter('@ferrule/router-gateway')
  .createHistogram('router_stage_seconds', {
    description: 'From the turn of a command to its answer, by command and answer',
    advice: { explicitBucketBoundaries: [...secondsBuckets] },
  });

export const timed = async (
  command: RouterCommandType,
  work: () => Promise<RouterAnswerEvent>,
): Promise<RouterAnswerEvent> => {
  const started = performance.now();
  const answer = await work();
  stageSeconds.record((performance.now() - started) / 1_000, { command, answer: answer.type });
  return answer;
};
