import {
  type DatacenterCommand,
  DatacenterPayload,
  DatacenterRefPayload,
  inventoryCommandSubject,
  StartDatacenterMaintenancePayload,
} from '@ferrule/inventory-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, JetStreamContext, parse } from '@ferrule/messaging';
import { deliveryOf } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { COMMANDS } from '../command/commands.ts';
import { DatacenterHandler } from './datacenter.handler.ts';

@Controller()
export class DatacenterConsumer {
  constructor(private readonly handler: DatacenterHandler) {}

  @Consume(COMMANDS, inventoryCommandSubject('RegisterDatacenter'))
  register(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(DatacenterPayload, envelope);
    return this.#handle({ type: 'RegisterDatacenter', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('ConfigureDatacenter'))
  configure(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(DatacenterPayload, envelope);
    return this.#handle({ type: 'ConfigureDatacenter', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('StartDatacenterMaintenance'))
  startMaintenance(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(StartDatacenterMaintenancePayload, envelope);
    return this.#handle({ type: 'StartDatacenterMaintenance', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('EndDatacenterMaintenance'))
  endMaintenance(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(DatacenterRefPayload, envelope);
    return this.#handle({ type: 'EndDatacenterMaintenance', data }, envelope, context);
  }

  #handle(command: DatacenterCommand, envelope: Envelope, context: JetStreamContext) {
    return this.handler.handle(command, deliveryOf(envelope, context));
  }
}
