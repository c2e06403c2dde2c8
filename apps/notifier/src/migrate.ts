import { migrateService } from '@ferrule/service';
import { notifierConfig } from './config.ts';
import { migrations } from './migrations/schema.ts';

await migrateService({
  schema: 'notifier',
  ownerUrl: notifierConfig().database.ownerUrl,
  variable: 'FERRULE_NOTIFIER_DATABASE_OWNER_URL',
  migrations,
});
