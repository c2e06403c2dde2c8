import '@ferrule/telemetry';
import {
  isNotifierEvent,
  NOTIFIER_EVENTS,
  notifierEventSubject,
} from '@ferrule/notifier-contracts';
import { startService } from '@ferrule/service';
import { notifierConfig } from './config.ts';
import { NotifierModule } from './notifier.module.ts';

const config = notifierConfig();
await startService({
  context: 'notifier',
  config,
  module: NotifierModule,
  storage: {
    config: config.database,
    entities: [],
    events: {
      subjects: NOTIFIER_EVENTS,
      subjectOf: (type, version) => {
        if (!isNotifierEvent(type)) throw new TypeError(`notifier records no ${type}`);
        return notifierEventSubject(type, version);
      },
    },
  },
});
