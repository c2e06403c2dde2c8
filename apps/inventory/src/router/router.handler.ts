import type { RowChange } from '@ferrule/event-store';
import { type RouterCommand, routerPasswordPlace } from '@ferrule/inventory-contracts';
import { type RouterDecision, routerDecider, routerStream } from '@ferrule/inventory-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { CommandHandler } from '../command/command.handler.ts';
import { Networks } from '../network/networks.ts';
import { Secrets } from '../secret/secrets.ts';
import { routerRows } from './router-rows.ts';

@Injectable()
export class RouterHandler {
  constructor(
    private readonly commands: CommandHandler,
    private readonly networks: Networks,
    private readonly secrets: Secrets,
  ) {}

  async handle(command: RouterCommand, delivery: Delivery): Promise<void> {
    const { routerId } = command.data;
    const password = this.#passwordOf(command);
    const decision: RouterDecision =
      command.type === 'RetireRouter'
        ? {
            type: command.type,
            data: { ...command.data, networks: await this.networks.livingOn(routerId) },
          }
        : command;
    await this.commands.carryOut({
      ...delivery,
      stream: routerStream(routerId),
      decider: routerDecider,
      command: decision,
      effects: (events) => ({
        rows: [...events.flatMap((event) => routerRows(event)), ...password],
      }),
    });
  }

  #passwordOf({ data }: RouterCommand): RowChange[] {
    if (!('password' in data)) return [];
    const place = routerPasswordPlace(data.routerId);
    const sealed = this.secrets.accept(data.password, place, 'password');
    return [{ op: 'upsert', table: 'secret', key: ['place'], row: { place, sealed } }];
  }
}
