import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { type Found, printHoldings } from './holdings-table.ts';

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
        printHoldings(terminal, answer.holdings, at !== undefined);
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
  readonly field?: string;
  readonly limit: number;
}

export const addSearch = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('search')
    .argument('[text]', 'any part of an address, an id, a client, a name, a MAC, a tag or a field')
    .description('find what is held')
    .option('--tag <tag>', 'with this tag')
    .option('--tenant <id>', 'of one tenant')
    .option('--field <name=value>', 'with this custom field, or with any value of it: rack')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam search 172.16.15', 'by part of an address'],
        ['ferrule ipam search --field rack=b12', 'by a custom field'],
      ),
    )
    .action(async (text: string | undefined, options: SearchOptions, command: Command) => {
      const { tag, tenant, field, limit } = options;
      if ([text, tag, tenant, field].every((one) => one === undefined))
        throw usage('say what for: a text, --tag, --field or --tenant.');
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: holdings, next } = await collect<Found, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ holdings: readonly Found[]; next: string | null }>(
            '/api/v1/ipam/search',
            { q: text, tag, tenant, field, limit: size, cursor },
          );
          return { items: page.holdings, next: page.next };
        },
      );
      if (json) {
        printJson({ holdings, next });
        return;
      }
      printHoldings(terminal, holdings);
      if (holdings.length === 0) terminal.note('Nothing of that kind is held.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

export const addHeld = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('held')
    .argument('<space>', 'a pool or a container')
    .description('what is held in it, in the order of the addresses')
    .option('--limit <n>', 'how many', wholeNumber(1, 1_000_000), 200)
    .addHelpText('after', examples(['ferrule ipam held DC1-production', 'network by network']))
    .action(async (space: string, { limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const path = `/api/v1/ipam/spaces/${encodeURIComponent(space)}/holdings`;
      const { items: holdings, next } = await collect<Found, string>(
        limit,
        1_000,
        async (cursor, size) => {
          const page = await client.get<{ holdings: readonly Found[]; next: string | null }>(path, {
            limit: size,
            cursor,
          });
          return { items: page.holdings, next: page.next };
        },
      );
      if (json) {
        printJson({ holdings, next });
        return;
      }
      printHoldings(terminal, holdings);
      if (holdings.length === 0) terminal.note('Nothing is held in it.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};
