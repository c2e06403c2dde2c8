import { migrateService } from '@ferrule/service';
import { ipamConfig } from './config.ts';
import { migrations } from './migrations/schema.ts';

await migrateService({
  schema: 'ipam',
  ownerUrl: ipamConfig().database.ownerUrl,
  variable: 'FERRULE_IPAM_DATABASE_OWNER_URL',
  migrations,
});
