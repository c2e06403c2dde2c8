import { handle, PgEventStore } from '@ferrule/event-store';
import type { IpamCommand } from '@ferrule/ipam-contracts';
import { networkDecider, networkStream, prefixDecider, prefixStream } from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { wordingRow } from './wording-row.ts';

type Of<Type extends IpamCommand['type']> = Extract<IpamCommand, { type: Type }>;

/** What people say of networks and prefixes: it changes nothing of what is held. */
@Injectable()
export class DescriptionHandler {
  constructor(private readonly store: PgEventStore) {}

  async execute(
    command: Of<'DescribeNetwork' | 'DescribePrefix'>,
    delivery: Delivery,
  ): Promise<void> {
    const { tenant } = delivery.meta;
    if (command.type === 'DescribeNetwork') {
      const { networkId: id, ...words } = command.data;
      const rows = [
        wordingRow('network', 'id', id, words, 'description'),
        wordingRow('held', 'id', id, words, 'label'),
      ];
      await handle(this.store, {
        stream: networkStream(id),
        decider: networkDecider,
        command: { ...command, tenant },
        ...delivery,
        effects: () => ({ rows }),
      });
      return;
    }
    const { prefixId: id, ...words } = command.data;
    const rows = [wordingRow('held', 'id', id, words, 'label')];
    await handle(this.store, {
      stream: prefixStream(id),
      decider: prefixDecider,
      command: { ...command, tenant },
      ...delivery,
      effects: () => ({ rows }),
    });
  }
}
