import { describe, expect, it } from '@jest/globals';
import { defaultTuning } from '@ferrule/routeros';

describe('what is in flight by default', () => {
  it('is answered in time by a router at its slowest that stands still once', () => {
    const [perSecond, stallMs] = [130, 30_000];
    const { inFlight, commandTimeoutMs } = defaultTuning;
    expect((inFlight / perSecond) * 1_000 + stallMs).toBeLessThan(commandTimeoutMs);
  });
});
