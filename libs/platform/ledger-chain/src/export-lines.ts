import type { SignedCheckpoint, SignedTombstone } from './checkpoint.ts';
import { PublicKeys } from './keys.ts';
import type { StoredEntry } from './stored-entry.ts';
import { LedgerWalk, type Walked, type Witness } from './walk.ts';

/** An export is these lines, each a JSON document: the head, what explains it, entries with checkpoints between, the end. */
export type ExportLine =
  | {
      readonly kind: 'ledger';
      readonly format: 1;
      /** The entry before the first, and its hash; what an export of part of a ledger goes on from. */
      readonly from: { readonly entry: number; readonly hash: string };
      /** The last entry that it is to have. */
      readonly to: number;
      /** Public keys, as the ledger knows them. */
      readonly keys: string;
    }
  | { readonly kind: 'tombstone'; readonly tombstone: SignedTombstone }
  | ({ readonly kind: 'entry' } & StoredEntry)
  | { readonly kind: 'checkpoint'; readonly checkpoint: SignedCheckpoint }
  | { readonly kind: 'end'; readonly entries: number };

export class ExportError extends Error {
  override readonly name = 'ExportError';
}

const KINDS = ['ledger', 'tombstone', 'entry', 'checkpoint', 'end'];

/** Throws with the number of a line that is none; the last one may have been cut off. */
export const parseExportLine = (text: string, line: number): ExportLine => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'kind' in value)
      if (typeof value.kind === 'string' && KINDS.includes(value.kind)) return value as ExportLine;
  } catch {
    throw new ExportError(`line ${line} is cut off or no JSON`);
  }
  throw new ExportError(`line ${line} is none of an export`);
};

export interface OfflineOptions {
  /** Read from its beginning each time it is asked for. */
  readonly lines: () => AsyncIterable<string>;
  /** Keys that are known from elsewhere; otherwise the export's own have to do. */
  readonly publicKeys?: PublicKeys | undefined;
  readonly outside?: readonly Witness[];
  readonly progress?: (entries: number) => void;
}

interface Framing {
  head: Extract<ExportLine, { kind: 'ledger' }> | undefined;
  readonly checkpoints: SignedCheckpoint[];
  readonly tombstones: SignedTombstone[];
  ended: boolean;
  last: number;
}

/** Walks an export and nothing else; throws `Misfit`, or `ExportError` for what is no whole export. */
export const verifyExport = async (options: OfflineOptions): Promise<Walked> => {
  const framing = await frame(options.lines());
  const { head, ended, last, checkpoints, tombstones } = framing;
  if (head === undefined) throw new ExportError('it does not begin as an export does');
  if (!ended)
    throw new ExportError(
      `it is cut off after entry ${last} of ${head.to}: export it on from there`,
    );
  const walk = new LedgerWalk({
    publicKeys: options.publicKeys ?? PublicKeys.parse(head.keys),
    tombstones,
    witnesses: [{ name: 'the export', checkpoints }, ...(options.outside ?? [])],
    ...(head.from.entry > 0 && { from: head.from }),
    to: head.to,
  });
  let entries = 0;
  for await (const text of options.lines()) {
    const line = parseExportLine(text, 0);
    if (line.kind !== 'entry') continue;
    walk.entry(line.entry, line.hash, line.body);
    entries += 1;
    if (entries % 10_000 === 0) options.progress?.(entries);
  }
  const walked = walk.end();
  if (walked.last !== head.to)
    throw new ExportError(`it ends with entry ${walked.last}, and was to end with ${head.to}`);
  return walked;
};

/** What has to be known before the first entry stands in between. */
const frame = async (lines: AsyncIterable<string>): Promise<Framing> => {
  const framing: Framing = {
    head: undefined,
    checkpoints: [],
    tombstones: [],
    ended: false,
    last: 0,
  };
  let number = 0;
  for await (const text of lines) {
    number += 1;
    const line = parseExportLine(text, number);
    if (line.kind === 'ledger') framing.head ??= line;
    else if (line.kind === 'checkpoint') framing.checkpoints.push(line.checkpoint);
    else if (line.kind === 'tombstone') framing.tombstones.push(line.tombstone);
    else if (line.kind === 'entry') framing.last = line.entry.entry;
    else framing.ended = true;
  }
  return framing;
};
