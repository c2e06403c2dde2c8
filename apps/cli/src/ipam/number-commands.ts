import { randomUUID } from 'node:crypto';
import type { NumberPoolView, NumberView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table, time } from '../table.ts';
import { addEnd, addList, share } from './catalog.ts';
import { numberPoolPath } from './paths.ts';

const number = wholeNumber(0, 4_294_967_295);

interface CreateOptions {
  readonly kind: string;
  readonly first: number;
  readonly last: number;
  readonly dc?: string;
}

const addCreate = (numbers: Command, open: OpenSession): void => {
  numbers
    .command('create')
    .argument('<pool>', 'the id that it gets')
    .description('create a pool of numbers')
    .requiredOption('--kind <kind>', 'asn or service-vlan')
    .requiredOption('--first <number>', 'the lowest', number)
    .requiredOption('--last <number>', 'the highest', number)
    .option('--dc <id>', 'of one datacenter')
    .addHelpText(
      'after',
      examples([
        'ferrule ipam numbers create DC1-clusters --kind asn --first 65100 --last 65299',
        'an AS number for each cluster',
      ]),
    )
    .action(async (numberPoolId: string, options: CreateOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { kind, first, last, dc } = options;
      const body = { numberPoolId, kind, first, last, datacenter: dc };
      const asked = { method: 'POST', body } as const;
      const made = await api().ask<NumberPoolView>('/api/v1/ipam/number-pools', asked);
      if (json) printJson(made);
      else terminal.print(`${terminal.paint('bold', made.numberPoolId)} has ${made.free} numbers`);
    });
};

const addShow = (numbers: Command, open: OpenSession): void => {
  numbers
    .command('show')
    .argument('<pool>', 'its id')
    .description('the numbers that are in use, and who has them')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule ipam numbers show DC1-clusters', 'who has which']))
    .action(async (id: string, { limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items, next } = await collect<NumberView, string>(
        limit,
        1_000,
        async (cursor, size) => {
          const page = await client.get<{ numbers: readonly NumberView[]; next: string | null }>(
            numberPoolPath(id, 'numbers'),
            { limit: size, cursor },
          );
          return { items: page.numbers, next: page.next };
        },
      );
      if (json) {
        printJson({ numbers: items, next });
        return;
      }
      new Table<NumberView>(terminal, [
        { title: 'NUMBER', text: (one) => String(one.number), align: 'right' },
        { title: 'HOLDER', text: ({ holder }) => holder ?? '', least: 8 },
        { title: 'TENANT', text: ({ tenant }) => tenant, least: 6 },
        { title: 'SINCE (UTC)', text: ({ since }) => time(since).slice(0, 19), least: 10 },
      ]).print(items);
      if (items.length === 0) terminal.note('Nobody has one.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

interface TakeOptions {
  readonly number?: number;
  readonly holder?: string;
  readonly key?: string;
}

const addTake = (numbers: Command, open: OpenSession): void => {
  numbers
    .command('take')
    .argument('<pool>', 'its id')
    .description('the lowest free number, or a certain one')
    .option('--number <number>', 'this one and no other', number)
    .option('--holder <text>', 'who gets it, for people')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same number')
    .addHelpText(
      'after',
      examples(['ferrule ipam numbers take DC1-clusters --holder k8s-1', 'the next AS number']),
    )
    .action(async (id: string, options: TakeOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const taken = await api().ask<NumberView>(numberPoolPath(id, 'numbers'), {
        method: 'POST',
        body: { number: options.number, holder: options.holder },
        headers: { 'idempotency-key': options.key ?? `cli-${randomUUID()}` },
      });
      if (json) printJson(taken);
      else terminal.print(String(taken.number));
    });
};

const addRelease = (numbers: Command, open: OpenSession): void => {
  numbers
    .command('release')
    .argument('<pool>', 'its id')
    .argument('<number>', 'which one', number)
    .description('give a number back')
    .addHelpText('after', examples(['ferrule ipam numbers release DC1-clusters 65100', 'free']))
    .action(async (id: string, which: number, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      await api().ask(numberPoolPath(id, 'numbers', String(which)), { method: 'DELETE' });
      if (json) printJson({ numberPoolId: id, number: which, done: true });
      else terminal.print(`${which} of ${terminal.paint('bold', id)} is free again`);
    });
};

export const addNumberCommands = (ipam: Command, open: OpenSession): void => {
  const numbers = ipam
    .command('numbers')
    .description('AS numbers and service VLANs, handed out one by one')
    .addHelpText('after', examples(['ferrule ipam numbers list', 'what there is of them']));
  addList<NumberPoolView>(numbers, open, {
    path: '/api/v1/ipam/number-pools',
    member: 'numberPools',
    description: 'all pools of numbers',
    example: ['ferrule ipam numbers list', 'how many are left'],
    columns: [
      { title: 'POOL', text: ({ numberPoolId }) => numberPoolId, least: 8 },
      { title: 'KIND', text: ({ kind }) => kind },
      { title: 'DC', text: ({ datacenter }) => datacenter ?? '', least: 4 },
      { title: 'NUMBERS', text: ({ first, last }) => `${first}-${last}` },
      { title: 'HELD', text: ({ held }) => String(held), align: 'right' },
      { title: 'FREE', text: ({ free }) => String(free), align: 'right' },
      { title: 'USED', text: ({ held, free }) => share(held, free), align: 'right' },
    ],
    empty: 'There are no pools of numbers.',
  });
  addShow(numbers, open);
  addCreate(numbers, open);
  addTake(numbers, open);
  addRelease(numbers, open);
  addEnd(numbers, open, {
    name: 'retire',
    argument: ['pool', 'its id'],
    description: 'refused while somebody has a number of it',
    example: ['ferrule ipam numbers retire DC1-clusters', 'for good'],
    pathOf: numberPoolPath,
    done: 'is retired',
  });
};
