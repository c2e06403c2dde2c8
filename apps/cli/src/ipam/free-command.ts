import type { FreeBlockView, PoolView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';
import type { Colour, Terminal } from '../terminal.ts';
import { fullness, percent } from './bar.ts';
import { amount, blockOf, lengthOf } from './block.ts';
import { cellOf, freeMap } from './free-map.ts';
import { poolPath } from './paths.ts';

const COLOURS: Readonly<Record<string, Colour>> = {
  '·': 'green',
  '░': 'green',
  '▒': 'yellow',
  '█': 'dim',
};

/** Neighbours of one kind are painted at once. */
const painted = (terminal: Terminal, cells: string): string =>
  cells.replaceAll(/(.)\1*/gu, (run, glyph: string) =>
    terminal.paint(COLOURS[glyph] ?? 'dim', run),
  );

/** The rest of a line beside the longest address; a power of two, so that rows begin at round ones. */
const columnsOf = ({ width = 100 }: Terminal, longest: number): number =>
  [64, 32, 16].find((columns) => columns + longest + 2 <= width) ?? 8;

const drawMap = (terminal: Terminal, pool: PoolView, blocks: readonly FreeBlockView[]): void => {
  const whole = blockOf(pool.prefix);
  const longest = whole.family === 4 ? 15 : 24;
  const free = blocks.map(({ prefix }) => blockOf(prefix));
  const { rows, cell } = freeMap(whole, free, columnsOf(terminal, longest));
  for (const { address, cells } of rows) {
    const start = terminal.paint('dim', address.padStart(longest));
    terminal.print(`${start}  ${painted(terminal, cells.map(cellOf).join(''))}`);
  }
  const bits = (whole.family === 4 ? 32 : 128) - cell.toString(2).length + 1;
  terminal.note(`A cell is a /${bits}: · free  ░ more than half  ▒ less  █ nothing free`);
};

interface Size {
  readonly length: number;
  readonly blocks: readonly FreeBlockView[];
}

const sizesOf = (blocks: readonly FreeBlockView[]): readonly Size[] =>
  [...Map.groupBy(blocks, ({ prefix }) => lengthOf(prefix))]
    .map(([length, some]) => ({ length, blocks: some }))
    .sort((a, b) => a.length - b.length);

export const addFree = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('free')
    .argument('<pool>', 'its id')
    .description('a map of what is free in a pool, and the sizes that fit')
    .option('--limit <n>', 'how many blocks', wholeNumber(1, 1_000_000), 20_000)
    .addHelpText('after', examples(['ferrule ipam free DC1-production', 'where there is room']))
    .action(async (id: string, { limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: blocks, next } = await collect<FreeBlockView, string>(
        limit,
        1_000,
        async (cursor, size) => {
          const page = await client.get<{
            blocks: readonly FreeBlockView[];
            next: string | null;
          }>(poolPath(id, 'free'), { limit: size, cursor });
          return { items: page.blocks, next: page.next };
        },
      );
      if (json) {
        printJson({ blocks, next });
        return;
      }
      const pool = await client.get<PoolView>(poolPath(id));
      terminal.print(
        `${terminal.paint('bold', pool.spaceId)} ${pool.prefix} is ${terminal.paint(fullness(pool), `${percent(pool)} used`)}`,
      );
      drawMap(terminal, pool, blocks);
      terminal.print('');
      new Table<Size>(terminal, [
        { title: 'SIZE', text: ({ length }) => `/${length}` },
        { title: 'FREE BLOCKS', text: (size) => String(size.blocks.length), align: 'right' },
        { title: 'FIRST', text: (size) => size.blocks[0]?.prefix ?? '', least: 9 },
        {
          title: 'ADDRESSES',
          align: 'right',
          text: (size) =>
            amount(String(size.blocks.reduce((sum, { addresses }) => sum + BigInt(addresses), 0n))),
          least: 6,
        },
      ]).print(sizesOf(blocks));
      if (blocks.length === 0) terminal.note('Nothing is free.');
      if (next !== null)
        terminal.note(`Only the first ${limit} blocks are drawn: --limit ${limit * 10}`);
    });
};
