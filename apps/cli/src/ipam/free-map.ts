import { addressAt, type Block } from './block.ts';

export interface MapRow {
  readonly address: string;
  /** Of each cell of the row, how much of it is free, from 0 to 1. */
  readonly cells: readonly number[];
}

const MOST_ROWS = 16n;

/** As many cells as fit, each of a whole prefix, so that a cell is a thing to ask for. */
export const freeMap = (
  { family, first, size }: Block,
  free: readonly Block[],
  columns: number,
): { readonly rows: readonly MapRow[]; readonly cell: bigint } => {
  let cell = 1n;
  while (size / cell > BigInt(columns) * MOST_ROWS) cell *= 2n;
  const count = Number(size / cell);
  const left = new Array<bigint>(count).fill(0n);
  for (const block of free) {
    const at = Number((block.first - first) / cell);
    if (block.size < cell) left[at] = (left[at] ?? 0n) + block.size;
    else left.fill(cell, at, at + Number(block.size / cell));
  }
  const shares = left.map((part) => (part === cell ? 1 : Number((part * 1_000n) / cell) / 1_000));
  const rows: MapRow[] = [];
  for (let at = 0; at < count; at += columns)
    rows.push({
      address: addressAt(family, first + BigInt(at) * cell),
      cells: shares.slice(at, at + columns),
    });
  return { rows, cell };
};

/** From `█`, where nothing is free, to `·`, where all of it is. */
export const cellOf = (share: number): string => {
  if (share === 1) return '·';
  if (share >= 0.5) return '░';
  return share > 0 ? '▒' : '█';
};
