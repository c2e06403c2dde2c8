import { migrateService } from '@ferrule/service';
import { auditConfig } from './config.ts';
import { migrations } from './migrations/schema.ts';

await migrateService({
  schema: 'audit',
  ownerUrl: auditConfig().database.ownerUrl,
  variable: 'FERRULE_AUDIT_DATABASE_OWNER_URL',
  migrations,
});
