import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { type RouterProbed, routerEventSubject } from '@ferrule/router-contracts';
import { deliveryOf } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { ProbeHandler } from './probe.handler.ts';

const PROBES: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'inventory-probes',
  filter: routerEventSubject('RouterProbed'),
};

/** What gateways find when they look at their routers. */
@Controller()
export class ProbeConsumer {
  constructor(private readonly handler: ProbeHandler) {}

  @Consume(PROBES)
  async probed(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as RouterProbed['data'];
    const { router, status, version, board, identity, failure, at } = data;
    await this.handler.note(
      {
        routerId: router,
        reachability: status,
        version,
        board,
        identity,
        failure,
        at: new Date(at).toISOString(),
      },
      deliveryOf(envelope, context).meta,
    );
  }
}
