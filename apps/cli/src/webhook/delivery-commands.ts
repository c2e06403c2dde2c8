import type { AttemptView, DeliveryView } from '@ferrule/notifier-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table, time } from '../table.ts';
import type { Colour } from '../terminal.ts';
import { pathOf } from './paths.ts';

const COLOURS: Readonly<Record<DeliveryView['status'], Colour>> = {
  delivered: 'green',
  pending: 'yellow',
  failed: 'red',
};

const answerOf = (last: AttemptView | null): string =>
  last === null ? '' : `${last.status === null ? '' : `${last.status} `}${last.answer}`.trim();

const addDeliveries = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('deliveries')
    .argument('<webhook>', 'its id')
    .description('what was sent, and what was answered; newest first')
    .option('--status <status>', 'pending, delivered or failed')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 50)
    .addHelpText(
      'after',
      examples(['ferrule webhook deliveries shop --status pending', 'what has not arrived?']),
    )
    .action(async (id: string, options: { status?: string; limit: number }, command: Command) => {
      const { status, limit } = options;
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: deliveries, next } = await collect<DeliveryView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{
            deliveries: readonly DeliveryView[];
            next: string | null;
          }>(pathOf(id, 'deliveries'), { limit: size, cursor, status });
          return { items: page.deliveries, next: page.next };
        },
      );
      if (json) {
        printJson({ deliveries, next });
        return;
      }
      new Table<DeliveryView>(terminal, [
        { title: 'ID', text: ({ deliveryId }) => deliveryId },
        { title: 'AT', text: ({ createdAt }) => time(createdAt), least: 8, keeps: 'end' },
        { title: 'EVENT', text: ({ type }) => type, least: 8 },
        { title: 'NETWORK', text: ({ networkId }) => networkId ?? '', least: 7 },
        {
          title: 'STATUS',
          text: ({ status: is }) => is,
          colour: ({ status: is }) => COLOURS[is],
        },
        { title: 'TRIES', text: ({ attempts }) => String(attempts) },
        { title: 'ANSWER', text: ({ last }) => answerOf(last), least: 6 },
      ]).print(deliveries);
      if (deliveries.length === 0) terminal.note('There are no such deliveries.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

const addDelivery = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('delivery')
    .argument('<webhook>', 'its id')
    .argument('<delivery>', 'the id of the delivery')
    .description('each call, and what was answered')
    .addHelpText(
      'after',
      examples(['ferrule webhook delivery shop 42', 'why did it take so long?']),
    )
    .action(async (id: string, delivery: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { attempts } = await api().get<{ attempts: readonly AttemptView[] }>(
        pathOf(id, 'deliveries', delivery),
      );
      if (json) {
        printJson({ attempts });
        return;
      }
      new Table<AttemptView>(terminal, [
        { title: 'AT', text: ({ at }) => time(at), least: 8, keeps: 'end' },
        { title: 'MS', text: ({ durationMs }) => String(durationMs) },
        { title: 'STATUS', text: ({ status }) => String(status ?? '') },
        { title: 'ANSWER', text: ({ answer }) => answer, least: 6 },
      ]).print(attempts);
      if (attempts.length === 0) terminal.note('It has not been sent yet.');
    });
};

interface ReplayOptions {
  readonly delivery?: string;
  readonly from?: string;
  readonly to?: string;
}

const addReplay = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('replay')
    .argument('<webhook>', 'its id')
    .description('send one delivery again, or every event of a time, also those that were missed')
    .option('--delivery <id>', 'this one')
    .option('--from <time>', 'from then on, such as 2026-11-20T08:00:00Z')
    .option('--to <time>', 'until then; now unless given')
    .addHelpText(
      'after',
      examples(
        ['ferrule webhook replay shop --delivery 42', 'once more'],
        ['ferrule webhook replay shop --from 2026-11-20T08:00:00Z', 'what it missed'],
      ),
    )
    .action(async (id: string, { delivery, from, to }: ReplayOptions, command: Command) => {
      if ((delivery === undefined) === (from === undefined))
        throw usage('Say which one with --delivery ID, or since when with --from TIME.');
      const { api, json, printJson, terminal } = await open(command);
      const body =
        delivery === undefined
          ? { from, to: to ?? new Date().toISOString() }
          : { deliveryId: delivery };
      const sent = await api().ask<{ deliveries: number }>(pathOf(id, 'replay'), {
        method: 'POST',
        body,
      });
      if (json) printJson(sent);
      else terminal.print(`${sent.deliveries} on their way: ferrule webhook deliveries ${id}`);
    });
};

const addPing = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('ping')
    .argument('<webhook>', 'its id')
    .description('send it an event that says nothing')
    .addHelpText('after', examples(['ferrule webhook ping shop', 'does it arrive?']))
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const sent = await api().ask<object>(pathOf(id, 'ping'), { method: 'POST' });
      if (json) printJson(sent);
      else terminal.print(`On its way: ferrule webhook deliveries ${id}`);
    });
};

export const addDeliveryCommands = (webhook: Command, open: OpenSession): void => {
  addDeliveries(webhook, open);
  addDelivery(webhook, open);
  addReplay(webhook, open);
  addPing(webhook, open);
};
