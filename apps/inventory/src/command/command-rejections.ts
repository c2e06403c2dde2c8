import { hash } from 'node:crypto';
import { PgEventStore, Repeater } from '@ferrule/event-store';
import type { InventoryCommandRejected } from '@ferrule/inventory-contracts';
import type { Meta, Rejection } from '@ferrule/kernel';
import type { DeliveryHooks, UnreadableMessage } from '@ferrule/messaging';
import { Injectable } from '@nestjs/common';

/** The stream of a command that was refused; an id may be longer than the name of a stream. */
export const rejectionStream = (messageId: string): string =>
  `rejected-${hash('sha256', messageId, 'hex').slice(0, 32)}`;

const UNKNOWN: Meta = { correlationId: 'unknown', actor: 'unknown', tenant: 'unknown' };

const isCommand = (subject: string): boolean => subject.startsWith('cmd.');

/** Every command is answered: what should not have been sent, with a recorded rejection. */
@Injectable()
export class CommandRejections {
  constructor(
    private readonly store: PgEventStore,
    private readonly repeater: Repeater,
  ) {}

  hooks(): Required<Pick<DeliveryHooks, 'onRejection' | 'onMalformed'>> {
    return {
      onRejection: async (rejection, { subject, envelope }) => {
        // Nobody waits for an answer to an event: it is tried again, and then a dead letter.
        if (!isCommand(subject)) throw rejection;
        await this.#record(rejection, envelope.type, envelope.id, envelope.meta);
      },
      onMalformed: async (message, reason) => {
        if (!isCommand(message.subject)) return false;
        await this.#record(reason, message.subject, idOf(message), UNKNOWN);
        return true;
      },
    };
  }

  async #record(rejection: Rejection, command: string, id: string, meta: Meta): Promise<void> {
    const { code, message, detail } = rejection;
    const event: InventoryCommandRejected = {
      type: 'InventoryCommandRejected',
      data: {
        command,
        code,
        field: detail.field ?? null,
        message,
        suggestion: detail.suggestion ?? null,
      },
    };
    const { outcome } = await this.store.append({
      stream: rejectionStream(id),
      expected: 'any',
      events: [event],
      meta: { ...meta, causationId: id },
      once: { consumer: 'inventory-rejections', message: id },
    });
    if (outcome === 'duplicate') await this.repeater.repeat(rejectionStream(id));
  }
}

/** A sender that hears its own id again knows which of its messages is meant. */
const idOf = ({ headers, streamSequence }: UnreadableMessage): string => {
  const given = headers?.get('ce-id') ?? '';
  return /^[\x21-\x7e]{1,200}$/.test(given) ? given : `message-${streamSequence}`;
};
