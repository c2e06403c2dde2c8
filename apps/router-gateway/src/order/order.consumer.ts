import { type Envelope, Rejection } from '@ferrule/kernel';
import { Consume, JetStreamContext, parse } from '@ferrule/messaging';
import {
  ActivateNetworkPayload,
  everyRouters,
  OrderPayload,
  PlanChangesPayload,
  type RouterCommandType,
  routerOf,
  StageOrderPayload,
} from '@ferrule/router-contracts';
import { Controller } from '@nestjs/common';
import { ROUTER_COMMANDS } from '../router/served-router.ts';
import { OrderHandler, type Sent } from './order.handler.ts';

@Controller()
export class OrderConsumer {
  constructor(private readonly handler: OrderHandler) {}

  @Consume(ROUTER_COMMANDS, everyRouters('PlanChanges'))
  async plan(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.handler.plan(sent('PlanChanges', PlanChangesPayload, envelope, context));
  }

  @Consume(ROUTER_COMMANDS, everyRouters('ApplyStage'))
  async apply(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.handler.apply(sent('ApplyStage', StageOrderPayload, envelope, context));
  }

  @Consume(ROUTER_COMMANDS, everyRouters('ActivateNetwork'))
  async activate(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.handler.activate(sent('ActivateNetwork', ActivateNetworkPayload, envelope, context));
  }

  @Consume(ROUTER_COMMANDS, everyRouters('RevertStage'))
  async revert(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.handler.revert(sent('RevertStage', StageOrderPayload, envelope, context));
  }

  @Consume(ROUTER_COMMANDS, everyRouters('CancelStage'))
  async cancel(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.handler.cancel(sent('CancelStage', OrderPayload, envelope, context));
  }

  @Consume(ROUTER_COMMANDS, everyRouters('CleanTag'))
  async clean(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.handler.clean(sent('CleanTag', OrderPayload, envelope, context));
  }
}

/** The command, once it is clear that it is one, and for the router whose queue it was in. */
const sent = <Payload extends OrderPayload>(
  type: RouterCommandType,
  payload: new () => Payload,
  envelope: Envelope,
  { subject }: JetStreamContext,
): Sent<Payload> => {
  const order = parse(payload, envelope);
  const { datacenter, router } = routerOf(subject);
  agree('datacenter', order.datacenter, datacenter);
  agree('router', order.router, router);
  const { id, meta, time } = envelope;
  const index = 'index' in order && typeof order.index === 'number' ? order.index : -1;
  const { jobId } = order;
  return {
    order,
    asked: { type, commandId: id, meta, datacenter, router, jobId, index },
    sentAt: time,
  };
};

const agree = (field: string, given: string, wanted: string): void => {
  if (given === wanted) return;
  const rule = `${field} must be ${wanted}, as its subject says`;
  throw new Rejection('ROUTER_MISMATCH', rule, { field });
};
