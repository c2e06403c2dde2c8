import { describe, expect, it } from '@jest/globals';
import { LONGEST_WRITE_MS } from '@ferrule/router-contracts';
import { commandTimeoutFor, connectTimeoutMs } from './fleet.ts';

describe('what was begun in time', () => {
  it.each([300, 30_000, 300_000])(
    'with a lease of %i ms is over before anybody undoes it, and before the lease is',
    (leaseTtl) => {
      const longest = commandTimeoutFor(leaseTtl) + connectTimeoutMs(leaseTtl);
      expect(longest).toBeLessThanOrEqual(LONGEST_WRITE_MS);
      expect(longest).toBeLessThan(leaseTtl);
    },
  );
});
