import '@ferrule/telemetry';
import { openApi } from '@ferrule/http';
import { startService } from '@ferrule/service';
import { ApiModule } from './api.module.ts';
import { describeApi } from './api-document.ts';
import { apiConfig } from './config.ts';
import { MACHINERY, REFUSALS } from './statuses.ts';

const config = apiConfig();
await startService({
  context: 'api',
  config,
  module: ApiModule,
  http: { statuses: REFUSALS, machinery: MACHINERY },
  prepare: (app) => openApi(app, describeApi()),
});
