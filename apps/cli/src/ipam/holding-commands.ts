import type { Holding, RecordedHolding } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { type Column, Table, time } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type Found = Holding & Partial<Pick<RecordedHolding, 'actor'>>;

const COLUMNS: readonly Column<Found>[] = [
  { title: 'PREFIX', text: ({ prefix }) => prefix, least: 9 },
  {
    title: 'KIND',
    text: ({ kind }) => kind,
    least: 7,
    colour: ({ kind }) => (kind === 'quarantine' ? 'yellow' : undefined),
  },
  { title: 'ID', text: ({ id }) => id, least: 8 },
  { title: 'CLIENT', text: ({ clientId }) => clientId ?? '', least: 4 },
  { title: 'TENANT', text: ({ tenant }) => tenant, least: 4 },
  { title: 'NAME', text: ({ label }) => label ?? '', least: 4 },
  { title: 'SINCE (UTC)', text: ({ since }) => time(since).slice(0, 19), least: 10 },
];

const THEN: readonly Column<Found>[] = [
  { title: 'UNTIL (UTC)', text: ({ until }) => time(until).slice(0, 19), least: 10 },
  { title: 'BY', text: ({ actor }) => actor ?? '', least: 3 },
];

const print = (terminal: Terminal, holdings: readonly Found[], isThen: boolean): void =>
  new Table<Found>(terminal, isThen ? [...COLUMNS, ...THEN] : COLUMNS).print(holdings);

export const addWhoHas = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('whohas')
    .argument('<address>', 'an address or a prefix')
    .description('who has an address, or had it on a day')
    .option('--at <time>', 'a day, which means its first moment in UTC, or a time')
    .option('--vrf <id>', 'in one VRF')
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam whohas 172.16.150.7', 'now'],
        ['ferrule ipam whohas 172.16.150.7 --at 2026-11-01', 'as it was recorded'],
      ),
    )
    .action(
      async (
        address: string,
        { at, vrf }: { readonly at?: string; readonly vrf?: string },
        command: Command,
      ) => {
        const { api, json, printJson, terminal } = await open(command);
        const answer = await api().get<{ holdings: readonly Found[] }>('/api/v1/ipam/who-has', {
          ...{ address, at, vrf },
        });
        if (json) {
          printJson(answer);
          return;
        }
        print(terminal, answer.holdings, at !== undefined);
        if (answer.holdings.length === 0)
          terminal.note(
            at === undefined ? `Nobody has ${address}.` : `Nobody had ${address} at ${at}.`,
          );
      },
    );
};

interface SearchOptions {
  readonly tag?: string;
  readonly tenant?: string;
  readonly limit: number;
}

export const addSearch = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('search')
    .argument('[text]', 'any part of an address, an id, a client, a name or a MAC')
    .description('find what is held')
    .option('--tag <tag>', 'with this tag')
    .option('--tenant <id>', 'of one tenant')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule ipam search 172.16.15', 'by part of an address']))
    .action(
      async (text: string | undefined, { tag, tenant, limit }: SearchOptions, command: Command) => {
        if ([text, tag, tenant].every((one) => one === undefined))
          throw usage('say what for: a text, --tag or --tenant.');
        const { api, json, printJson, terminal } = await open(command);
        const client = api();
        const { items: holdings, next } = await collect<Found, string>(
          limit,
          500,
          async (cursor, size) => {
            const page = await client.get<{ holdings: readonly Found[]; next: string | null }>(
              '/api/v1/ipam/search',
              { q: text, tag, tenant, limit: size, cursor },
            );
            return { items: page.holdings, next: page.next };
          },
        );
        if (json) {
          printJson({ holdings, next });
          return;
        }
        print(terminal, holdings, false);
        if (holdings.length === 0) terminal.note('Nothing of that kind is held.');
        if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
      },
    );
};
