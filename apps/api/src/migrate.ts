import { migrateService } from '@ferrule/service';
import { apiConfig } from './config.ts';
import { migrations } from './migrations/schema.ts';

await migrateService({
  schema: 'api',
  ownerUrl: apiConfig().database.ownerUrl,
  variable: 'FERRULE_API_DATABASE_OWNER_URL',
  migrations,
});
