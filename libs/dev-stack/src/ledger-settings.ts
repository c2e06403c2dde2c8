import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Passwords } from './passwords.ts';

/** The key that signs what was in the ledger, and where that is kept outside the database. */
export const ledgerSettings = (data: string, passwords: Passwords): Record<string, string> => ({
  FERRULE_AUDIT_CHECKPOINT_KEYS: `dev:${hash('sha256', passwords.of('audit:checkpoints'), 'base64')}`,
  FERRULE_AUDIT_CHECKPOINT_FILE: join(data, 'audit', 'checkpoints.ndjson'),
});
