import type { AlertRuleView } from '@ferrule/notifier-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession, Session } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { toldOf } from '../told-of.ts';

const pathOf = (id: string): string => `/api/v1/alert-rules/${encodeURIComponent(id)}`;

const whom = ({ to }: AlertRuleView): string =>
  to.kind === 'mail' ? to.addresses.join(', ') : `the chat at ${to.host}`;

const when = ({ digestAt, quiet }: AlertRuleView): string =>
  digestAt !== null
    ? `daily at ${digestAt}`
    : `at once${quiet === null ? '' : `, but from ${quiet.from} to ${quiet.to}`}`;

const show = ({ json, printJson, terminal }: Session, rule: AlertRuleView): void => {
  if (json) {
    printJson(rule);
    return;
  }
  terminal.print(`${terminal.paint('bold', rule.ruleId)} tells ${whom(rule)}`);
  printFacts(terminal, [
    ['of', toldOf(rule)],
    ['when', `${when(rule)} (${rule.timeZone})`],
    ['one message in', `${rule.groupSeconds} s for each datacenter`],
    ['not told yet', rule.waiting],
    ['last told', rule.lastSentAt && time(rule.lastSentAt)],
    ['failure', rule.failure],
    ['set', time(rule.createdAt)],
  ]);
};

const addList = (alert: Command, open: OpenSession): void => {
  alert
    .command('list')
    .description('all rules')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule alert list', 'who is told of what']))
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: alertRules, next } = await collect<AlertRuleView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{
            alertRules: readonly AlertRuleView[];
            next: string | null;
          }>('/api/v1/alert-rules', { limit: size, cursor });
          return { items: page.alertRules, next: page.next };
        },
      );
      if (json) {
        printJson({ alertRules, next });
        return;
      }
      new Table<AlertRuleView>(terminal, [
        { title: 'RULE', text: ({ ruleId }) => ruleId, least: 6 },
        { title: 'TELLS', text: whom, least: 10 },
        { title: 'OF', text: toldOf, least: 8 },
        { title: 'WHEN', text: when, least: 8 },
        { title: 'WAITING', text: ({ waiting }) => String(waiting) },
        {
          title: 'FAILURE',
          text: ({ failure }) => failure ?? '',
          colour: () => 'red',
          least: 7,
        },
      ]).print(alertRules);
      if (alertRules.length === 0) terminal.note('There are no rules.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

interface SetOptions {
  readonly mail?: readonly string[];
  readonly chat?: string;
  readonly type?: readonly string[];
  readonly dc?: readonly string[];
  readonly digest?: string;
  readonly quiet?: string;
  readonly zone: string;
  readonly group: number;
}

const recipientOf = ({ mail, chat }: SetOptions): object => {
  if ((mail === undefined) === (chat === undefined))
    throw usage('Say whom to tell: --mail ADDRESS, or --chat URL of an incoming webhook.');
  return mail === undefined ? { kind: 'chat', url: chat } : { kind: 'mail', addresses: mail };
};

const quietOf = (text: string): object => {
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/u.exec(text) ?? [];
  if (from === undefined || to === undefined) throw usage('--quiet is two times: 22:00-07:00.');
  return { from, to };
};

const addSet = (alert: Command, open: OpenSession): void => {
  alert
    .command('set')
    .argument('<rule>', 'its id')
    .description('tell people of events; a rule of this id is replaced')
    .option('--mail <address...>', 'by mail')
    .option('--chat <url>', 'in a chat, by an incoming webhook of Slack or Mattermost')
    .option('--type <name...>', 'of these events alone, such as JobNeedsOperator or Network*')
    .option('--dc <id...>', 'of these datacenters alone')
    .option('--digest <time>', 'once a day, such as 08:00')
    .option('--quiet <from-to>', 'not between these times: 22:00-07:00')
    .option('--zone <name>', 'by the clock of', 'UTC')
    .option('--group <seconds>', 'at most one message in this time', wholeNumber(0, 86_400), 300)
    .addHelpText(
      'after',
      examples(
        ['ferrule alert set on-call --mail on-call@example.net --type JobNeedsOperator', 'at once'],
        [
          'ferrule alert set daily --mail team@example.net --digest 08:00 --zone Europe/Paris',
          'what changed',
        ],
      ),
    )
    .action(async (id: string, options: SetOptions, command: Command) => {
      const { type = [], dc = [], digest, quiet, zone, group } = options;
      const body = {
        to: recipientOf(options),
        filter: { types: type, datacenters: dc },
        ...(digest !== undefined && { digestAt: digest }),
        ...(quiet !== undefined && { quiet: quietOf(quiet) }),
        timeZone: zone,
        groupSeconds: group,
      };
      const session = await open(command);
      const asked = { method: 'PUT', body } as const;
      show(session, await session.api().ask<AlertRuleView>(pathOf(id), asked));
    });
};

export const addAlertRuleCommands = (program: Command, open: OpenSession): void => {
  const alert = program
    .command('alert')
    .description('rules by which people are told, by mail or in a chat')
    .addHelpText('after', examples(['ferrule alert list', 'all of them']));
  addList(alert, open);
  addSet(alert, open);
  alert
    .command('show')
    .argument('<rule>', 'its id')
    .description('one rule')
    .addHelpText('after', examples(['ferrule alert show on-call', 'does it work?']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      show(session, await session.api().get<AlertRuleView>(pathOf(id)));
    });
  alert
    .command('remove')
    .argument('<rule>', 'its id')
    .description('tell nobody by it any more')
    .addHelpText('after', examples(['ferrule alert remove on-call', 'for good']))
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      await api().ask(pathOf(id), { method: 'DELETE' });
      if (json) printJson({ ruleId: id, status: 'removed' });
      else terminal.print(`${terminal.paint('bold', id)} is gone`);
    });
};
