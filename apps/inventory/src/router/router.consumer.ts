import {
  ConfigureRouterPayload,
  inventoryCommandSubject,
  RegisterRouterPayload,
  RotateRouterCredentialsPayload,
  RouterBecausePayload,
  type RouterCommand,
  RouterRefPayload,
} from '@ferrule/inventory-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, JetStreamContext, parse } from '@ferrule/messaging';
import { deliveryOf } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { COMMANDS } from '../command/commands.ts';
import { RouterHandler } from './router.handler.ts';

@Controller()
export class RouterConsumer {
  constructor(private readonly handler: RouterHandler) {}

  @Consume(COMMANDS, inventoryCommandSubject('RegisterRouter'))
  register(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(RegisterRouterPayload, envelope);
    return this.#handle({ type: 'RegisterRouter', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('ConfigureRouter'))
  configure(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(ConfigureRouterPayload, envelope);
    return this.#handle({ type: 'ConfigureRouter', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('RotateRouterCredentials'))
  rotateCredentials(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(RotateRouterCredentialsPayload, envelope);
    return this.#handle({ type: 'RotateRouterCredentials', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('StartRouterMaintenance'))
  startMaintenance(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(RouterBecausePayload, envelope);
    return this.#handle({ type: 'StartRouterMaintenance', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('EndRouterMaintenance'))
  endMaintenance(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(RouterRefPayload, envelope);
    return this.#handle({ type: 'EndRouterMaintenance', data }, envelope, context);
  }

  @Consume(COMMANDS, inventoryCommandSubject('RetireRouter'))
  retire(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = parse(RouterBecausePayload, envelope);
    return this.#handle({ type: 'RetireRouter', data }, envelope, context);
  }

  #handle(command: RouterCommand, envelope: Envelope, context: JetStreamContext) {
    return this.handler.handle(command, deliveryOf(envelope, context));
  }
}
