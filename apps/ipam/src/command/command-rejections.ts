import { PgEventStore, Repeater } from '@ferrule/event-store';
import type { IpamCommandRejected } from '@ferrule/ipam-contracts';
import type { DeliveryHooks } from '@ferrule/messaging';
import { Injectable } from '@nestjs/common';

/** Every command is answered: what should never have been sent, with a recorded rejection. */
@Injectable()
export class CommandRejections {
  constructor(
    private readonly store: PgEventStore,
    private readonly repeater: Repeater,
  ) {}

  hooks(): Pick<DeliveryHooks, 'onRejection'> {
    return {
      onRejection: async ({ code, message, detail }, { envelope }) => {
        const stream = `rejected-${envelope.id}`;
        const event: IpamCommandRejected = {
          type: 'IpamCommandRejected',
          data: {
            commandId: envelope.id,
            commandType: envelope.type,
            code,
            message,
            field: detail.field ?? null,
            suggestion: detail.suggestion ?? null,
          },
        };
        const { outcome } = await this.store.append({
          stream,
          expected: 'any',
          events: [event],
          meta: { ...envelope.meta, causationId: envelope.id },
          once: { consumer: 'ipam-rejections', message: envelope.id },
        });
        if (outcome === 'duplicate') await this.repeater.repeat(stream);
      },
    };
  }
}
