import '@ferrule/telemetry';
import { IPAM_COMMANDS, IPAM_EVENTS, ipamEventSubject, isIpamEvent } from '@ferrule/ipam-contracts';
import { commandStream } from '@ferrule/messaging';
import { startService } from '@ferrule/service';
import { ipamConfig } from './config.ts';
import { CommandRejections } from './command/command-rejections.ts';
import { ServiceModule } from './service.module.ts';
import { NetworkRow } from './network/network.row.ts';

const config = ipamConfig();
await startService({
  context: 'ipam',
  config,
  module: ServiceModule,
  hooks: (app) => app.get(CommandRejections).hooks(),
  storage: {
    config: config.database,
    entities: [NetworkRow],
    events: {
      subjects: IPAM_EVENTS,
      subjectOf: (type, version) => {
        if (!isIpamEvent(type)) throw new TypeError(`ipam records no ${type}`);
        return ipamEventSubject(type, version);
      },
    },
  },
  commands: [commandStream(IPAM_COMMANDS.stream, IPAM_COMMANDS.subjects)],
});
