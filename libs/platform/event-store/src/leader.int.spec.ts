import { describe, expect, it } from '@jest/globals';
import { until, useEventStore } from '@ferrule/testing';
import { Leader } from './leader.ts';

const inUse = useEventStore();

describe('a candidate for leadership', () => {
  it('survives a connection that breaks in the breath that opened it, and tries again', async () => {
    const pool = inUse.pool();
    let acquired = 0;
    pool.on('acquire', (client) => {
      acquired += 1;
      // Before whoever awaits the connection can run, as when greeting and farewell come in one packet.
      if (acquired === 1) process.nextTick(() => client.emit('error', new Error('gone again')));
    });
    let leading = 0;
    const leader = new Leader(pool, {
      name: 'breathless',
      retryMs: 20,
      lead: async (_client, signal) => {
        leading += 1;
        await until(() => signal.aborted);
      },
      failed: () => undefined,
    });
    leader.start();
    await until(() => acquired === 2 && leading > 0);
    await leader.stop();
    expect(acquired).toBe(2);
  });
});
