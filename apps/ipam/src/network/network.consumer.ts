import {
  AllocateNetworkPayload,
  IPAM_COMMANDS,
  ipamCommandSubject,
  ReleaseNetworkPayload,
} from '@ferrule/ipam-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, JetStreamContext, parse } from '@ferrule/messaging';
import { deliveryOf } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { NetworkHandler } from './network.handler.ts';

const COMMANDS: ConsumerDeclaration = {
  stream: IPAM_COMMANDS.stream,
  durable: 'ipam-commands',
  // How long a message stays with an instance that died.
  ackWaitMs: 10_000,
};

@Controller()
export class NetworkConsumer {
  constructor(private readonly handler: NetworkHandler) {}

  @Consume(COMMANDS, ipamCommandSubject('AllocateNetwork'))
  async allocate(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(AllocateNetworkPayload, envelope);
    await this.handler.allocate({ type: 'AllocateNetwork', data }, deliveryOf(envelope, context));
  }

  @Consume(COMMANDS, ipamCommandSubject('ReleaseNetwork'))
  async release(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(ReleaseNetworkPayload, envelope);
    await this.handler.release({ type: 'ReleaseNetwork', data }, deliveryOf(envelope, context));
  }
}
