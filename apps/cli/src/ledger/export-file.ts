import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseExportLine } from '@ferrule/ledger-chain';

/** The lines of a file, read as they are needed. */
export const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path), crlfDelay: Infinity });

/** How much of an export is there: whole lines only, and the last entry in them. */
export interface Begun {
  readonly bytes: number;
  readonly last: number;
  /** The entry that it is to end with. */
  readonly to: number;
  readonly entries: number;
  readonly isWhole: boolean;
}

/** Undefined when there is no such file. Throws for a file that is something else. */
export const begun = async (path: string): Promise<Begun | undefined> => {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return undefined;
  let state: Begun = { bytes: 0, last: 0, to: 0, entries: 0, isWhole: false };
  let number = 0;
  for await (const text of linesOf(path)) {
    number += 1;
    const bytes = state.bytes + Buffer.byteLength(text) + 1;
    // The last line has no end when it was cut.
    if (bytes > size) break;
    const line = parseExportLine(text, number);
    if (number === 1 && line.kind !== 'ledger') throw new Error(`${path} is no export`);
    state = { ...state, bytes };
    if (line.kind === 'ledger') state = { ...state, to: line.to, last: line.from.entry };
    if (line.kind === 'entry')
      state = { ...state, last: line.entry.entry, entries: state.entries + 1 };
    if (line.kind === 'end') state = { ...state, isWhole: true };
  }
  return state;
};

/** Cuts off what came after the last whole line. */
export const trim = async (path: string, bytes: number): Promise<void> => {
  const file = await open(path, 'r+');
  try {
    await file.truncate(bytes);
  } finally {
    await file.close();
  }
};
