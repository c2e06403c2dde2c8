import { randomUUIDv7 } from 'node:crypto';
import {
  NOTIFIER_QUERIES,
  type NotifierCommand,
  type WebhookView,
} from '@ferrule/notifier-contracts';
import { Injectable } from '@nestjs/common';
import { callerNow } from '../access/caller.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';

const PATIENCE_MS = 10_000;

interface Executed {
  readonly webhook: WebhookView | null;
  readonly deliveries: number;
}

/** Has the notifier carry out commands. */
@Injectable()
export class WebhookCommands {
  constructor(private readonly queries: ScopedQueries) {}

  async execute(command: NotifierCommand): Promise<Executed> {
    const { actor, tenant } = callerNow();
    const question = { id: randomUUIDv7(), ...command, meta: { actor, tenant } };
    return this.queries.ask<Executed>(NOTIFIER_QUERIES.execute, question, PATIENCE_MS);
  }

  /** Of a command after which the webhook is still there. */
  async change(command: NotifierCommand): Promise<WebhookView> {
    const { webhook } = await this.execute(command);
    if (webhook === null) throw new TypeError(`${command.type} was answered without a webhook`);
    return webhook;
  }

  ask<Answer>(subject: string, question: object): Promise<Answer> {
    return this.queries.ask<Answer>(subject, { ...question, tenant: callerNow().tenant });
  }
}
