import type { SpaceUse } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';
import { barOf, barWidth, fullness, LEGEND, percent } from './bar.ts';
import { amount } from './block.ts';

interface TreeOptions {
  readonly dc?: string;
  readonly vrf?: string;
  readonly depth?: number;
  readonly limit: number;
}

interface Branch {
  readonly use: SpaceUse;
  readonly name: string;
}

/** Each below what it lies in, as they came; what lies in nothing that is shown stands at the left. */
const branches = (spaces: readonly SpaceUse[]): readonly Branch[] => {
  const shown = new Set(spaces.map(({ spaceId }) => spaceId));
  const children = Map.groupBy(spaces, ({ parentId }) =>
    parentId !== null && shown.has(parentId) ? parentId : null,
  );
  const below = (parent: string, indent: string): readonly Branch[] => {
    const all = children.get(parent) ?? [];
    return all.flatMap((use, index) => {
      const isLast = index === all.length - 1;
      return [
        { use, name: `${indent}${isLast ? '└─ ' : '├─ '}${use.spaceId}` },
        ...below(use.spaceId, `${indent}${isLast ? '   ' : '│  '}`),
      ];
    });
  };
  return (children.get(null) ?? []).flatMap((use) => [
    { use, name: use.spaceId },
    ...below(use.spaceId, ''),
  ]);
};

export const addTree = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('tree')
    .argument('[space]', 'a pool or a container; all of them unless given')
    .description('how full everything is')
    .option('--dc <id>', 'of one datacenter')
    .option('--vrf <id>', 'of one VRF')
    .option('--depth <n>', 'so many levels below the topmost', wholeNumber(0, 64))
    .option('--limit <n>', 'how many', wholeNumber(1, 1_000_000), 1_000)
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam tree --dc DC1', 'the pools of DC1, and what lies in them'],
        ['ferrule ipam tree DC1-production --depth 1', 'its containers, and not theirs'],
      ),
    )
    .action(async (space: string | undefined, options: TreeOptions, command: Command) => {
      const { dc, vrf, depth, limit } = options;
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: spaces, next } = await collect<SpaceUse, string>(
        limit,
        2_000,
        async (cursor, size) => {
          const page = await client.get<{ spaces: readonly SpaceUse[]; next: string | null }>(
            '/api/v1/ipam/tree',
            { datacenter: dc, vrf, space, depth, limit: size, cursor },
          );
          return { items: page.spaces, next: page.next };
        },
      );
      if (json) {
        printJson({ spaces, next });
        return;
      }
      const width = barWidth(terminal);
      new Table<Branch>(terminal, [
        { title: 'SPACE', text: ({ name }) => name, least: 12 },
        { title: 'PREFIX', text: ({ use }) => use.prefix, least: 9 },
        {
          title: 'USE',
          text: ({ use }) => barOf(use, width),
          colour: ({ use }) => fullness(use),
        },
        { title: '', text: ({ use }) => percent(use), align: 'right' },
        { title: 'FREE', text: ({ use }) => amount(use.free), least: 5, align: 'right' },
        {
          title: 'HELD',
          text: ({ use }) => use.holdings.toLocaleString('en'),
          least: 4,
          align: 'right',
        },
      ]).print(branches(spaces));
      terminal.note(spaces.length === 0 ? 'There is nothing of that kind.' : LEGEND);
      if (next !== null)
        terminal.note(`There are more: --limit ${limit * 10}, or fewer levels: --depth`);
    });
};
