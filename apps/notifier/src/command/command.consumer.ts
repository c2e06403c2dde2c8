import { Rejection } from '@ferrule/kernel';
import { Answers, asked } from '@ferrule/messaging';
import {
  isNotifierCommand,
  NOTIFIER_COMMAND_PAYLOADS,
  NOTIFIER_QUERIES,
  type NotifierCommand,
  type WebhookView as View,
} from '@ferrule/notifier-contracts';
import { readExecuteQuestion } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AlertRuleHandler } from '../alert/alert-rule.handler.ts';
import { Replay } from '../delivery/replay.ts';
import { WebhookHandler } from '../webhook/webhook.handler.ts';
import { WebhookView } from '../webhook/webhook.view.ts';

export interface Executed {
  /** Null: it is gone, or the command was about none. */
  readonly webhook: View | null;
  /** Deliveries that were made. */
  readonly deliveries: number;
}

@Controller()
export class CommandConsumer {
  constructor(
    private readonly webhooks: WebhookHandler,
    private readonly replay: Replay,
    private readonly view: WebhookView,
    private readonly rules: AlertRuleHandler,
  ) {}

  /** Carries a command out, once for its id, and answers with what there is then. */
  @Answers(NOTIFIER_QUERIES.execute)
  async execute(@Payload() question: object): Promise<Executed> {
    const { type, data, scope, delivery } = readExecuteQuestion(question, 'notifier-questions');
    const { tenant } = delivery.meta;
    const command = readCommand(type, data);
    if (command.type === 'SetAlertRule' || command.type === 'RemoveAlertRule') {
      await this.rules.handle(command, delivery, scope);
      return { webhook: null, deliveries: 0 };
    }
    const { webhookId } = command.data;
    if (command.type === 'ReplayDeliveries' || command.type === 'PingWebhook') {
      await this.webhooks.checkOwner(webhookId, tenant, scope);
      const deliveries = await (command.type === 'PingWebhook'
        ? this.replay.ping(command, delivery)
        : this.replay.replay(command));
      return { webhook: await this.view.get({ webhookId, tenant }), deliveries };
    }
    await this.webhooks.handle(command, delivery, scope);
    const isGone = command.type === 'RemoveWebhook';
    return { webhook: isGone ? null : await this.view.get({ webhookId, tenant }), deliveries: 0 };
  }
}

const readCommand = (type: string, data: object): NotifierCommand => {
  if (!isNotifierCommand(type))
    throw new Rejection('COMMAND_UNKNOWN', `notifier knows no command ${type}`, { field: 'type' });
  const payload: new () => object = NOTIFIER_COMMAND_PAYLOADS[type];
  const read = asked(payload, data);
  const given = Object.entries(read).filter(([, value]) => value !== undefined);
  // The table of classes is checked against the types of the commands where it is written down.
  return { type, data: Object.fromEntries(given) } as NotifierCommand;
};
