/** A process that runs empty workflows of six steps, as many side by side as it is told. */
import { DBOS } from '@dbos-inc/dbos-sdk';

export interface DbosAsk {
  readonly url?: string;
  readonly callers?: number;
  readonly ms?: number;
}

const STEPS = 6;
const nothing = (): Promise<void> => Promise.resolve();
const workflow = DBOS.registerWorkflow(
  async () => {
    for (let step = 0; step < STEPS; step += 1) await DBOS.runStep(nothing, { name: `s${step}` });
  },
  { name: 'empty' },
);

const answer = async ({ url, callers = 1, ms = 0 }: DbosAsk): Promise<object> => {
  if (url !== undefined) {
    DBOS.setConfig({
      name: 'bench',
      systemDatabaseUrl: url,
      systemDatabasePoolSize: 32,
      logLevel: 'error',
    });
    await DBOS.launch();
    return {};
  }
  const since = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() - since < ms) {
        await workflow();
        done += 1;
      }
    }),
  );
  return { perSecond: done / ((performance.now() - since) / 1_000) };
};

process.once('disconnect', () => process.exit());
process.on('message', (ask) => {
  answer(ask as DbosAsk).then(
    (value) => process.send?.(value),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
