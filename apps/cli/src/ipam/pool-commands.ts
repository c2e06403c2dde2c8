import { randomUUID } from 'node:crypto';
import type { PoolView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { given } from '../order-file.ts';
import { collect } from '../page.ts';
import type { OpenSession, Session } from '../session.ts';
import { printFacts, Table } from '../table.ts';
import { barOf, barWidth, fullness, percent } from './bar.ts';
import { amount } from './block.ts';
import { addEnd } from './catalog.ts';
import { poolPath } from './paths.ts';
import { wordingOf } from './wording-options.ts';

const addList = (pool: Command, open: OpenSession): void => {
  pool
    .command('list')
    .description('all pools')
    .option('--dc <id>', 'of one datacenter')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule ipam pool list --dc DC1', 'what DC1 allocates from']))
    .action(async ({ dc, limit }: { dc?: string; limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: pools, next } = await collect<PoolView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ pools: readonly PoolView[]; next: string | null }>(
            '/api/v1/ipam/pools',
            { limit: size, cursor, datacenter: dc },
          );
          return { items: page.pools, next: page.next };
        },
      );
      if (json) {
        printJson({ pools, next });
        return;
      }
      new Table<PoolView>(terminal, [
        { title: 'POOL', text: ({ spaceId }) => spaceId, least: 10 },
        { title: 'PREFIX', text: ({ prefix }) => prefix, least: 9 },
        { title: 'DC', text: ({ datacenter }) => datacenter ?? '', least: 4 },
        { title: 'FOR', text: ({ types }) => types.join(', ') || 'any', least: 4 },
        { title: 'POLICY', text: ({ policy }) => policy, least: 6 },
        { title: 'USED', text: percent, colour: fullness, align: 'right' },
        { title: 'LARGEST', text: ({ largestFree }) => largestFree ?? 'full', align: 'right' },
        {
          title: 'STATUS',
          text: ({ status }) => status,
          colour: ({ status }) => (status === 'retired' ? 'dim' : undefined),
        },
      ]).print(pools);
      if (pools.length === 0) terminal.note('There are no such pools.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

export const showPool = ({ json, printJson, terminal }: Session, pool: PoolView): void => {
  if (json) {
    printJson(pool);
    return;
  }
  terminal.print(`${terminal.paint('bold', pool.spaceId)} ${pool.prefix} is ${pool.status}`);
  const bar = barOf(pool, barWidth(terminal));
  terminal.print(`  ${terminal.paint(fullness(pool), bar)} ${percent(pool)} used`);
  printFacts(terminal, [
    ['datacenter', pool.datacenter],
    ['VRF', pool.vrfId],
    ['supernet', pool.supernetId],
    ['VLANs', pool.vlanGroupId],
    ['tenant', pool.tenant],
    ['for', pool.types.join(', ') || 'every type that no other pool names'],
    ['policy', pool.policy],
    ['quarantine', `${pool.quarantineSeconds} s`],
    ['description', pool.description],
    ['tags', pool.tags.join(', ') || null],
    ...Object.entries(pool.fields),
    ['allocated', amount(pool.allocated)],
    ['reserved', amount(pool.reserved)],
    ['quarantined', amount(pool.quarantined)],
    ['free', amount(pool.free)],
    ['held', pool.holdings],
    ['largest free', pool.largestFree ?? 'nothing fits'],
    ['fragmented', `${(pool.fragmentation * 100).toFixed(1)}%`],
  ]);
};

const addShow = (pool: Command, open: OpenSession): void => {
  pool
    .command('show')
    .argument('<pool>', 'its id')
    .description('one pool')
    .addHelpText('after', examples(['ferrule ipam pool show DC1-production', 'its rules and use']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      showPool(session, await session.api().get<PoolView>(poolPath(id)));
    });
};

interface CreateOptions {
  readonly prefix: string;
  readonly dc: string;
  readonly vrf?: string;
  readonly supernet?: string;
  readonly vlans?: string;
  readonly tenant?: string;
  readonly type?: readonly string[];
  readonly policy?: string;
  readonly quarantine?: number;
  readonly description?: string;
  readonly tag?: readonly string[];
  readonly field?: readonly string[];
  readonly key?: string;
}

const addCreate = (pool: Command, open: OpenSession): void => {
  pool
    .command('create')
    .argument('<pool>', 'the id that it gets')
    .description('create a pool')
    .requiredOption('--prefix <prefix>', 'all of it, such as 172.24.0.0/16')
    .requiredOption('--dc <id>', 'the datacenter that it is for')
    .option('--vlans <group>', 'the VLAN group that its networks get VLANs from')
    .option('--type <type...>', 'types of network; else those that no other pool names')
    .option('--policy <policy>', 'lowest, best-fit, aligned or sparse')
    .option('--quarantine <seconds>', 'before re-use; a day unless given', wholeNumber(0, 1e9))
    .option('--vrf <id>', 'default unless given')
    .option('--supernet <id>', 'the supernet that it lies in')
    .option('--tenant <id>', 'for this tenant alone')
    .option('--description <text>', 'one line for people')
    .option('--tag <tag...>', 'to find it again')
    .option('--field <name=value...>', 'custom fields')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same pool')
    .addHelpText(
      'after',
      examples([
        'ferrule ipam pool create DC1-lab --prefix 172.24.0.0/16 --dc DC1 --type lab',
        'networks of type lab get theirs here',
      ]),
    )
    .action(async (poolId: string, options: CreateOptions, command: Command) => {
      const session = await open(command);
      const { prefix, dc, vrf, supernet, vlans, tenant, type, policy } = options;
      const created = await session.api().ask<PoolView>('/api/v1/ipam/pools', {
        method: 'POST',
        headers: { 'idempotency-key': options.key ?? `cli-${randomUUID()}` },
        body: {
          ...{ poolId, prefix, datacenter: dc, vrfId: vrf, supernetId: supernet },
          ...{ vlanGroupId: vlans, tenant, types: type, policy },
          ...{ quarantineSeconds: options.quarantine },
          ...wordingOf(options),
        },
      });
      showPool(session, created);
    });
};

const addAdjust = (pool: Command, open: OpenSession): void => {
  pool
    .command('adjust')
    .argument('<pool>', 'its id')
    .description('give a pool other rules; what is not named stays')
    .option('--type <type...>', 'types of network')
    .option('--policy <policy>', 'lowest, best-fit, aligned or sparse')
    .option('--quarantine <seconds>', 'before re-use', wholeNumber(0, 1e9))
    .addHelpText(
      'after',
      examples(['ferrule ipam pool adjust DC1-lab --policy best-fit', 'from the next one on']),
    )
    .action(
      async (
        id: string,
        options: Pick<CreateOptions, 'type' | 'policy' | 'quarantine'>,
        command: Command,
      ) => {
        const { type: types, policy, quarantine: quarantineSeconds } = options;
        const body = given({ types, policy, quarantineSeconds });
        if (Object.keys(body).length === 0)
          throw usage('say what: --type, --policy or --quarantine.');
        const session = await open(command);
        const asked = { method: 'PATCH', body } as const;
        showPool(session, await session.api().ask<PoolView>(poolPath(id), asked));
      },
    );
};

export const addPoolCommands = (ipam: Command, open: OpenSession): void => {
  const pool = ipam
    .command('pool')
    .description('pools: what is allocated from')
    .addHelpText('after', examples(['ferrule ipam pool list', 'which there are']));
  addList(pool, open);
  addShow(pool, open);
  addCreate(pool, open);
  addAdjust(pool, open);
  addEnd(pool, open, {
    name: 'retire',
    argument: ['pool', 'its id'],
    description: 'refused while anything is held in it',
    example: ['ferrule ipam pool retire DC1-lab', 'for good'],
    pathOf: poolPath,
    done: 'is retired',
  });
};
