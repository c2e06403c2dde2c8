import { migrateService } from '@ferrule/service';
import { inventoryConfig } from './config.ts';
import { migrations } from './migrations/schema.ts';

await migrateService({
  schema: 'inventory',
  ownerUrl: inventoryConfig().database.ownerUrl,
  variable: 'FERRULE_INVENTORY_DATABASE_OWNER_URL',
  migrations,
});
