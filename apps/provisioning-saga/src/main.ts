import '@ferrule/telemetry';
import { IPAM_COMMANDS } from '@ferrule/ipam-contracts';
import { commandStream } from '@ferrule/messaging';
import {
  isProvisioningEvent,
  PROVISIONING_COMMANDS,
  PROVISIONING_EVENTS,
  provisioningEventSubject,
} from '@ferrule/provisioning-contracts';
import { routerCommandStream } from '@ferrule/router-contracts';
import { startService } from '@ferrule/service';
import { datacentersOf, provisioningConfig } from './config.ts';
import { JobRow } from './job/job.row.ts';
import { JobRejections } from './job/job-rejections.ts';
import { ProvisioningModule } from './provisioning.module.ts';

const config = provisioningConfig();
await startService({
  context: 'provisioning',
  config,
  module: ProvisioningModule,
  storage: {
    config: config.database,
    entities: [JobRow],
    events: {
      subjects: PROVISIONING_EVENTS,
      subjectOf: (type, version) => {
        if (!isProvisioningEvent(type)) throw new TypeError(`provisioning records no ${type}`);
        return provisioningEventSubject(type, version);
      },
      sendsTo: [
        IPAM_COMMANDS,
        ...datacentersOf(config).map(({ id }) => routerCommandStream(id)),
      ].map(({ stream, subjects }) => commandStream(stream, subjects)),
    },
  },
  commands: [commandStream(PROVISIONING_COMMANDS.stream, PROVISIONING_COMMANDS.subjects)],
  hooks: (app) => app.get(JobRejections).hooks(),
});
