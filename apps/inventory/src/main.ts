import '@ferrule/telemetry';
import {
  INVENTORY_COMMANDS,
  INVENTORY_EVENTS,
  inventoryEventSubject,
  isInventoryEvent,
} from '@ferrule/inventory-contracts';
import { commandStream } from '@ferrule/messaging';
import { startService } from '@ferrule/service';
import { CommandRejections } from './command/command-rejections.ts';
import { inventoryConfig } from './config.ts';
import { InventoryModule } from './inventory.module.ts';

const config = inventoryConfig();
await startService({
  context: 'inventory',
  config,
  module: InventoryModule,
  storage: {
    config: config.database,
    entities: [],
    events: {
      subjects: INVENTORY_EVENTS,
      subjectOf: (type, version) => {
        if (!isInventoryEvent(type)) throw new TypeError(`inventory records no ${type}`);
        return inventoryEventSubject(type, version);
      },
    },
  },
  commands: [commandStream(INVENTORY_COMMANDS.stream, INVENTORY_COMMANDS.subjects)],
  hooks: (app) => app.get(CommandRejections).hooks(),
});
