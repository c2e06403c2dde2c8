import type { WebhookView } from '@ferrule/notifier-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession, Session } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { toldOf } from '../told-of.ts';
import { addDeliveryCommands } from './delivery-commands.ts';
import { pathOf } from './paths.ts';

interface WithSecret {
  readonly webhook: WebhookView;
  readonly secret: string;
}

const show = ({ json, printJson, terminal }: Session, view: WebhookView): void => {
  if (json) {
    printJson(view);
    return;
  }
  const colour = view.status === 'active' ? 'green' : 'red';
  terminal.print(
    `${terminal.paint('bold', view.webhookId)} is ${terminal.paint(colour, view.status)}`,
  );
  printFacts(terminal, [
    ['because', view.disabledReason],
    ['leads to', view.url],
    ['is told of', toldOf(view)],
    ['in order', view.ordered ? 'of each network' : null],
    ['about', view.description],
    ['signs by', view.signing],
    ['public key', view.publicKey],
    ['and by the key before until', view.oldKeyUntil && time(view.oldKeyUntil)],
    ['nothing arrives since', view.failingSince && time(view.failingSince)],
    ['on their way', view.waiting],
    ['registered', time(view.createdAt)],
  ]);
};

/** A secret is shown on a line of its own, so that it can be taken from there. */
const showSecret = (session: Session, answer: WithSecret): void => {
  if (session.json) {
    session.printJson(answer);
    return;
  }
  show(session, answer.webhook);
  session.terminal.note('Its secret, which is shown this once:');
  session.terminal.print(answer.secret);
};

const addList = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('list')
    .description('all webhooks')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule webhook list', 'who is told, and how it goes']))
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: webhooks, next } = await collect<WebhookView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ webhooks: readonly WebhookView[]; next: string | null }>(
            '/api/v1/webhooks',
            { limit: size, cursor },
          );
          return { items: page.webhooks, next: page.next };
        },
      );
      if (json) {
        printJson({ webhooks, next });
        return;
      }
      new Table<WebhookView>(terminal, [
        { title: 'WEBHOOK', text: ({ webhookId }) => webhookId, least: 8 },
        { title: 'LEADS TO', text: ({ url }) => url, least: 12 },
        { title: 'IS TOLD OF', text: toldOf, least: 10 },
        {
          title: 'STATUS',
          text: ({ status, failingSince }) =>
            status === 'active' && failingSince !== null ? 'failing' : status,
          colour: ({ status, failingSince }) =>
            status === 'disabled' ? 'red' : failingSince === null ? 'green' : 'yellow',
        },
        { title: 'WAITING', text: ({ waiting }) => String(waiting) },
      ]).print(webhooks);
      if (webhooks.length === 0) terminal.note('There are no webhooks.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

const addShow = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('show')
    .argument('<webhook>', 'its id')
    .description('one webhook')
    .addHelpText('after', examples(['ferrule webhook show shop', 'does anything arrive there?']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      show(session, await session.api().get<WebhookView>(pathOf(id)));
    });
};

interface AddOptions {
  readonly id?: string;
  readonly type?: readonly string[];
  readonly dc?: readonly string[];
  readonly ordered?: true;
  readonly ed25519?: true;
  readonly description?: string;
}

const addAdd = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('add')
    .argument('<url>', 'where events are posted to')
    .description('tell somebody of events; prints the secret that signs them')
    .option('--id <id>', 'its id; drawn unless given')
    .option(
      '--type <name...>',
      'of these events alone, such as NetworkProvisionCompleted or Network*',
    )
    .option('--dc <id...>', 'of these datacenters alone')
    .option('--ordered', 'the events of one network one after the other')
    .option('--ed25519', 'sign so that the receiver needs no secret')
    .option('--description <text>', 'for whoever finds it here')
    .addHelpText(
      'after',
      examples(
        ['ferrule webhook add https://shop.example/hook --id shop --type "Network*"', 'a shop'],
        ['ferrule webhook ping shop', 'does it arrive?'],
      ),
    )
    .action(async (url: string, options: AddOptions, command: Command) => {
      const { id, type = [], dc = [], ordered = false, ed25519, description } = options;
      const session = await open(command);
      const body = {
        url,
        filter: { types: type, datacenters: dc },
        ordered,
        ...(id !== undefined && { webhookId: id }),
        ...(ed25519 && { signing: 'ed25519' }),
        ...(description !== undefined && { description }),
      };
      const asked = { method: 'POST', body } as const;
      showSecret(session, await session.api().ask<WithSecret>('/api/v1/webhooks', asked));
    });
};

const addChange = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('change')
    .argument('<webhook>', 'its id')
    .description('say something of it anew; what is not named stays')
    .option('--url <url>', 'where it leads')
    .option('--type <name...>', 'of which events')
    .option('--dc <id...>', 'of which datacenters')
    .option('--every', 'of every event of every datacenter')
    .option('--ordered <yes|no>', 'the events of one network one after the other')
    .addHelpText(
      'after',
      examples(['ferrule webhook change shop --url https://shop.example/v2', 'it moved']),
    )
    .action(
      async (
        id: string,
        options: Pick<AddOptions, 'type' | 'dc'> & {
          readonly url?: string;
          readonly every?: true;
          readonly ordered?: string;
        },
        command: Command,
      ) => {
        const { url, type, dc, every, ordered } = options;
        if (ordered !== undefined && ordered !== 'yes' && ordered !== 'no')
          throw usage('--ordered is yes or no.');
        const isFiltered = type !== undefined || dc !== undefined;
        if (every && isFiltered) throw usage('--every goes with neither --type nor --dc.');
        const session = await open(command);
        const body = {
          ...(url !== undefined && { url }),
          ...((every === true || isFiltered) && {
            filter: { types: type ?? [], datacenters: dc ?? [] },
          }),
          ...(ordered !== undefined && { ordered: ordered === 'yes' }),
        };
        const asked = { method: 'PATCH', body } as const;
        show(session, await session.api().ask<WebhookView>(pathOf(id), asked));
      },
    );
};

const addRotate = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('rotate')
    .argument('<webhook>', 'its id')
    .description('draw a new secret; for a while the old one signs as well')
    .option('--overlap <seconds>', 'for how long', wholeNumber(0, 30 * 86_400), 86_400)
    .option('--ed25519', 'a key whose public half the receiver gets')
    .addHelpText('after', examples(['ferrule webhook rotate shop --overlap 3600', 'an hour']))
    .action(
      async (
        id: string,
        { overlap, ed25519 }: { overlap: number; ed25519?: true },
        command: Command,
      ) => {
        const session = await open(command);
        const signing = ed25519 ? 'ed25519' : 'hmac-sha256';
        const asked = { method: 'POST', body: { overlapSeconds: overlap, signing } } as const;
        showSecret(session, await session.api().ask<WithSecret>(pathOf(id, 'secret'), asked));
      },
    );
};

const addSwitch = (webhook: Command, open: OpenSession): void => {
  webhook
    .command('enable')
    .argument('<webhook>', 'its id')
    .description('tell it of events again')
    .addHelpText('after', examples(['ferrule webhook enable shop', 'it is mended']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      const asked = { method: 'POST' } as const;
      show(session, await session.api().ask<WebhookView>(pathOf(id, 'enable'), asked));
    });
  webhook
    .command('disable')
    .argument('<webhook>', 'its id')
    .description('tell it of nothing, until it is enabled')
    .requiredOption('--reason <text>', 'why')
    .addHelpText(
      'after',
      examples(['ferrule webhook disable shop --reason "they move"', 'until they have']),
    )
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const session = await open(command);
      const asked = { method: 'POST', body: { reason } } as const;
      show(session, await session.api().ask<WebhookView>(pathOf(id, 'disable'), asked));
    });
  webhook
    .command('remove')
    .argument('<webhook>', 'its id')
    .description('forget it and its deliveries')
    .addHelpText('after', examples(['ferrule webhook remove shop', 'for good']))
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      await api().ask(pathOf(id), { method: 'DELETE' });
      if (json) printJson({ webhookId: id, status: 'removed' });
      else terminal.print(`${terminal.paint('bold', id)} is gone`);
    });
};

export const addWebhookCommands = (program: Command, open: OpenSession): void => {
  const webhook = program
    .command('webhook')
    .description('webhooks: who is told of events, and whether it arrives')
    .addHelpText('after', examples(['ferrule webhook list', 'all of them']));
  addList(webhook, open);
  addShow(webhook, open);
  addAdd(webhook, open);
  addChange(webhook, open);
  addRotate(webhook, open);
  addSwitch(webhook, open);
  addDeliveryCommands(webhook, open);
};
