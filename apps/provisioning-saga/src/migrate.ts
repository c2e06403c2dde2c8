import { migrateService } from '@ferrule/service';
import { provisioningConfig } from './config.ts';
import { migrations } from './migrations/schema.ts';

await migrateService({
  schema: 'provisioning',
  ownerUrl: provisioningConfig().database.ownerUrl,
  variable: 'FERRULE_PROVISIONING_DATABASE_OWNER_URL',
  migrations,
});
