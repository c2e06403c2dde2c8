import '@ferrule/telemetry';
import { API_EVENTS, apiEventSubject, isApiEvent } from '@ferrule/api-contracts';
import { openApi } from '@ferrule/http';
import { startService } from '@ferrule/service';
import { Door } from './access/door.ts';
import { ApiModule } from './api.module.ts';
import { describeApi } from './api-document.ts';
import { apiConfig } from './config.ts';
import { MACHINERY, REFUSALS } from './statuses.ts';

const config = apiConfig();
await startService({
  context: 'api',
  config,
  module: ApiModule,
  storage: {
    config: config.database,
    entities: [],
    events: {
      subjects: API_EVENTS,
      subjectOf: (type, version) => {
        if (!isApiEvent(type)) throw new TypeError(`api records no ${type}`);
        return apiEventSubject(type, version);
      },
    },
  },
  http: {
    statuses: REFUSALS,
    machinery: MACHINERY,
    door: (app) => app.get(Door, { strict: false }).enter,
    trustedProxies: config.trustedProxies,
    ...(config.corsOrigins && { corsOrigins: config.corsOrigins }),
  },
  prepare: (app) => openApi(app, describeApi()),
});
