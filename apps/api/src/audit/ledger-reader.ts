import type { Reader } from '@ferrule/audit-contracts';
import { callerNow } from '../access/caller.ts';

/** Who reads the ledger; reading it is written down there. */
export const readerNow = (): Reader => {
  const { actor, tenant } = callerNow();
  return { actor, tenant };
};
