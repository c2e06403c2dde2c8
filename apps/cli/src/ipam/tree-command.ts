import type { SpaceUse } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';
import { barOf, barWidth, fullness, LEGEND, percent } from './bar.ts';
import { amount } from './block.ts';

interface TreeOptions {
  readonly dc?: string;
  readonly vrf?: string;
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
    .addHelpText('after', examples(['ferrule ipam tree --dc DC1', 'the pools of DC1']))
    .action(async (space: string | undefined, { dc, vrf }: TreeOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const answer = await api().get<{ spaces: readonly SpaceUse[] }>('/api/v1/ipam/tree', {
        ...{ datacenter: dc, vrf, space },
      });
      if (json) {
        printJson(answer);
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
        { title: '', text: ({ use }) => percent(use).padStart(6) },
        { title: 'FREE', text: ({ use }) => amount(use.free), least: 5 },
        { title: 'HELD', text: ({ use }) => String(use.holdings), least: 4 },
      ]).print(branches(answer.spaces));
      terminal.note(answer.spaces.length === 0 ? 'There is nothing of that kind.' : LEGEND);
    });
};
