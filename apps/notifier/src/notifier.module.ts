import { Keyring } from '@ferrule/sealed-secret';
import { Module } from '@nestjs/common';
import { AlertBook } from './alert/alert-book.ts';
import { AlertRuleHandler } from './alert/alert-rule.handler.ts';
import { AlertRuleView } from './alert/alert-rule.view.ts';
import { Announcer } from './alert/announcer.ts';
import { Chat } from './alert/chat.ts';
import { Mailer } from './alert/mailer.ts';
import { CommandConsumer } from './command/command.consumer.ts';
import { NotifierConfig } from './config.ts';
import { Caller } from './delivery/caller.ts';
import { DeliveryQueue } from './delivery/delivery-queue.ts';
import { DeliveryView } from './delivery/delivery.view.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import { Reach } from './delivery/reach.ts';
import { Replay } from './delivery/replay.ts';
import { EventConsumer } from './event/event.consumer.ts';
import { Listeners } from './event/listeners.ts';
import { WebhookHandler } from './webhook/webhook.handler.ts';
import { WebhookKeys } from './webhook/webhook-keys.ts';
import { WebhookView } from './webhook/webhook.view.ts';

@Module({
  controllers: [EventConsumer, CommandConsumer, WebhookView, DeliveryView, AlertRuleView],
  providers: [
    Listeners,
    {
      provide: Keyring,
      inject: [NotifierConfig],
      useFactory: ({ keyring }: NotifierConfig) => {
        if (keyring !== undefined) return Keyring.parse(keyring.reveal());
        throw new Error('FERRULE_NOTIFIER_KEYRING holds the keys of all secrets; it is not set');
      },
    },
    {
      provide: Caller,
      inject: [NotifierConfig],
      useFactory: ({ allowedNetworks = [], timeout }: NotifierConfig) =>
        new Caller(new Reach(allowedNetworks), timeout),
    },
    WebhookKeys,
    WebhookHandler,
    WebhookView,
    DeliveryQueue,
    Dispatcher,
    Replay,
    AlertRuleHandler,
    AlertBook,
    Announcer,
    Mailer,
    Chat,
  ],
})
export class NotifierModule {}
