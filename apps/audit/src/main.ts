import '@ferrule/telemetry';
import { AUDIT_EVENTS, auditEventSubject, isAuditEvent } from '@ferrule/audit-contracts';
import { startService } from '@ferrule/service';
import { AuditModule } from './audit.module.ts';
import { auditConfig } from './config.ts';

const config = auditConfig();
await startService({
  context: 'audit',
  config,
  module: AuditModule,
  storage: {
    config: config.database,
    entities: [],
    events: {
      subjects: AUDIT_EVENTS,
      subjectOf: (type, version) => {
        if (!isAuditEvent(type)) throw new TypeError(`audit records no ${type}`);
        return auditEventSubject(type, version);
      },
    },
  },
});
