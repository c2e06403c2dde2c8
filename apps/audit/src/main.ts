import '@ferrule/telemetry';
import { startService } from '@ferrule/service';
import { AuditModule } from './audit.module.ts';
import { auditConfig } from './config.ts';
import { LedgerRow } from './ledger/ledger.row.ts';

const config = auditConfig();
await startService({
  context: 'audit',
  config,
  module: AuditModule,
  storage: {
    config: config.database,
    entities: [LedgerRow],
    // One transaction at a time, so that entries become visible in the order of their numbers: a
    // reader that follows the ledger would pass over one that came late.
    committer: { slots: 1 },
  },
});
