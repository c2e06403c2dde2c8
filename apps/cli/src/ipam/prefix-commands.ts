import { randomUUID } from 'node:crypto';
import type { Holding } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { usage } from '../failure.ts';
import { given } from '../order-file.ts';
import type { OpenSession, Session } from '../session.ts';
import { printFacts, time } from '../table.ts';
import { addEnd } from './catalog.ts';
import { printHoldings } from './holdings-table.ts';
import { prefixPath } from './paths.ts';
import { withLabels, type WordingOptions, wordingOf } from './wording-options.ts';

interface TakeOptions extends WordingOptions {
  readonly size?: string;
  readonly prefix?: string;
  readonly client?: string;
  readonly id?: string;
  readonly key?: string;
}

const show = ({ json, printJson, terminal }: Session, held: Holding): void => {
  if (json) {
    printJson(held);
    return;
  }
  terminal.print(`${terminal.paint('bold', held.prefix)} is ${held.kind} ${held.id}`);
  printFacts(terminal, [
    ['in', held.spaceId],
    ['VRF', held.vrfId],
    ['tenant', held.tenant],
    ['client', held.clientId],
    ['description', held.label],
    ['tags', held.tags.join(', ') || null],
    ...Object.entries(held.fields),
    ['since', time(held.since)],
  ]);
};

/** One command for each kind, since people ask for them in different words. */
const addTake = (
  prefix: Command,
  open: OpenSession,
  kind: 'prefix' | 'container' | 'reservation',
  [name, description, example, meaning]: readonly [string, string, string, string],
): void => {
  withLabels(
    prefix
      .command(name)
      .argument('<space>', 'the pool or container that it is taken from')
      .description(description)
      .option('--size <size>', 'the next free one of this size, such as /26')
      .option('--prefix <prefix>', 'this one and no other'),
  )
    .option('--client <id>', 'the customer it is for')
    .option('--id <text>', 'the id that it gets; drawn unless given')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same one')
    .addHelpText('after', examples([example, meaning]))
    .action(async (spaceId: string, options: TakeOptions, command: Command) => {
      const { size, prefix: chosen, client, id, key } = options;
      if ((size === undefined) === (chosen === undefined))
        throw usage('say which: --size /26 for the next free one, or --prefix for a certain one.');
      const session = await open(command);
      const taken = await session.api().ask<Holding>('/api/v1/ipam/prefixes', {
        method: 'POST',
        body: {
          ...given({ spaceId, kind, size, prefix: chosen, clientId: client, prefixId: id }),
          ...wordingOf(options),
        },
        headers: { 'idempotency-key': key ?? `cli-${randomUUID()}` },
      });
      show(session, taken);
    });
};

const addShow = (prefix: Command, open: OpenSession): void => {
  prefix
    .command('show')
    .argument('<prefix>', 'its id')
    .description('one prefix, container or reservation')
    .addHelpText('after', examples(['ferrule ipam prefix show team-a', 'where it is, and whose']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      show(session, await session.api().get<Holding>(prefixPath(id)));
    });
};

const addSplit = (prefix: Command, open: OpenSession): void => {
  prefix
    .command('split')
    .argument('<prefix>', 'its id')
    .description('into equal parts, each a prefix of its own')
    .requiredOption('--size <size>', 'of each part, such as /28')
    .addHelpText('after', examples(['ferrule ipam prefix split p-1 --size /28', 'into 16ths']))
    .action(async (id: string, { size }: { size: string }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const asked = { method: 'POST', body: { size } } as const;
      const answer = await api().ask<{ holdings: readonly Holding[] }>(
        prefixPath(id, 'split'),
        asked,
      );
      if (json) printJson(answer);
      else printHoldings(terminal, answer.holdings);
    });
};

export const addPrefixCommands = (ipam: Command, open: OpenSession): void => {
  const prefix = ipam
    .command('prefix')
    .description('prefixes that are no network: for use, to allocate in, or never to be handed out')
    .addHelpText(
      'after',
      examples(['ferrule ipam prefix take DC1-production --size /26', 'the next free /26']),
    );
  addTake(prefix, open, 'prefix', [
    'take',
    'take a prefix for use',
    'ferrule ipam prefix take DC1-production --size /26 --tag link',
    'the next free /26',
  ]);
  addTake(prefix, open, 'container', [
    'container',
    'take a prefix to allocate in by itself: for a team, a cluster',
    'ferrule ipam prefix container DC1-production --size /20 --id team-a',
    'then: ferrule ipam prefix take team-a --size /24',
  ]);
  addTake(prefix, open, 'reservation', [
    'reserve',
    'never hand this out',
    'ferrule ipam prefix reserve DC1-production --prefix 172.16.0.0/24 --description provider',
    'what the provider uses',
  ]);
  addShow(prefix, open);
  addSplit(prefix, open);
  addEnd(prefix, open, {
    name: 'release',
    argument: ['prefix', 'its id'],
    description: 'give it back; nobody gets it before its quarantine is over',
    example: ['ferrule ipam prefix release team-a', 'refused while anything is held in it'],
    pathOf: prefixPath,
    done: 'is released',
  });
};
