import type { Rejection } from '@ferrule/kernel';
import type { DeliveryHooks, UnreadableMessage } from '@ferrule/messaging';
import { routerCommandOf, type RouterFailure, routerOf } from '@ferrule/router-contracts';
import { Injectable } from '@nestjs/common';
import { Answers, type Asked, refusalOf } from './answers.ts';

/** Every command is answered: what should never have been sent, too. */
@Injectable()
export class OrderRejections {
  constructor(private readonly answers: Answers) {}

  hooks(): Required<Pick<DeliveryHooks, 'onRejection' | 'onMalformed' | 'missingMeta'>> {
    return {
      missingMeta: () => ({ correlationId: 'unknown', actor: 'unknown', tenant: 'unknown' }),
      onRejection: async (rejection, { subject, envelope }) => {
        const { id, meta, body } = envelope;
        await this.#answer(subject, rejection, {
          commandId: id,
          meta,
          jobId: textIn(body, 'jobId') ?? meta.correlationId,
          index: indexIn(body),
        });
      },
      onMalformed: async (message, reason) => {
        const jobId = headerOf(message, 'ce-correlationid') ?? 'unknown';
        await this.#answer(message.subject, reason, {
          commandId: headerOf(message, 'ce-id') ?? `message-${message.streamSequence}`,
          meta: { correlationId: jobId, actor: 'unknown', tenant: 'unknown' },
          jobId,
          index: -1,
        });
        return true;
      },
    };
  }

  async #answer(
    subject: string,
    rejection: Rejection,
    sender: Pick<Asked, 'commandId' | 'meta' | 'jobId' | 'index'>,
  ): Promise<void> {
    const type = routerCommandOf(subject);
    // Its consumer has no handler for another subject, and buries it.
    if (type === undefined) throw rejection;
    const asked: Asked = { ...sender, ...routerOf(subject), type };
    await this.answers.publish(asked, refusalOf(asked, failureOf(rejection)));
  }
}

export const failureOf = ({ message, detail }: Rejection): RouterFailure => ({
  code: 'WISH_REFUSED',
  message,
  field: detail.field ?? null,
  suggestion: detail.suggestion ?? null,
});

const headerOf = ({ headers }: UnreadableMessage, name: string): string | undefined => {
  const value = headers?.get(name) ?? '';
  return /^[\x21-\x7e]{1,200}$/.test(value) ? value : undefined;
};

const fieldOf = (body: string, name: string): unknown => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
};

const textIn = (body: string, name: string): string | undefined => {
  const value = fieldOf(body, name);
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? value : undefined;
};

const indexIn = (body: string): number => {
  const value = fieldOf(body, 'index');
  return Number.isSafeInteger(value) ? Number(value) : -1;
};
