import { createReadStream } from 'node:fs';
import type { ImportReport } from '@ferrule/ipam-contracts';
import { isNotFound } from '../api-client.ts';
import { errorText } from '../error-code.ts';
import { Failure, refused, usage } from '../failure.ts';
import type { Session } from '../session.ts';
import { readCsv, readNdjson, type SheetLine } from './sheet.ts';

/** As many as one request surely holds. */
const LINES = 200;
const BYTES = 200_000;

export const importPath = (id: string, ...more: readonly string[]): string =>
  ['/api/v1/ipam/imports', encodeURIComponent(id), ...more].join('/');

export const post = (
  { api }: Session,
  id: string,
  what: string,
  body?: unknown,
): Promise<ImportReport> =>
  api().ask<ImportReport>(importPath(id, what), { method: 'POST', body, timeoutMs: 60_000 });

/** Only as many lines at once as one request holds: a file may be larger than the memory. */
const batchesOf = async function* (
  lines: AsyncIterable<SheetLine>,
): AsyncGenerator<readonly SheetLine[]> {
  let batch: SheetLine[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const size = Buffer.byteLength(JSON.stringify(line));
    if (batch.length === LINES || (bytes + size > BYTES && batch.length > 0)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(line);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
};

const linesOf = (file: string, { terminal }: Session): AsyncIterable<SheetLine> => {
  const chunks: AsyncIterable<string> =
    file === '-' ? terminal.chunks : createReadStream(file, { encoding: 'utf8' });
  return /\.(nd)?jsonl?$/u.test(file) ? readNdjson(chunks) : readCsv(chunks);
};

/** A list that was begun under this name has lines of its own, which would be put in place, too. */
const refuseKnown = async (session: Session, id: string): Promise<void> => {
  const known = await session
    .api()
    .get<ImportReport>(importPath(id))
    .catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  if (known !== undefined)
    throw refused(
      `there is an import ${id} already, which is ${known.status}: choose another --id.`,
    );
};

/** The file as a list that nothing is put in place of yet. */
export const stage = async (session: Session, file: string, id: string): Promise<ImportReport> => {
  const name = file === '-' ? 'the standard input' : file;
  await refuseKnown(session, id);
  let staged = 0;
  try {
    for await (const lines of batchesOf(linesOf(file, session))) {
      await post(session, id, 'lines', { lines });
      staged += lines.length;
      session.terminal.progress(`${staged.toLocaleString('en')} lines checked`);
    }
  } catch (error) {
    if (staged > 0) await post(session, id, 'undo');
    if (error instanceof Failure || session.terminal.stop.aborted) throw error;
    throw usage(`${name}: ${errorText(error)}.`);
  }
  if (staged === 0) throw usage(`${name} has no lines below its columns.`);
  return session.api().get<ImportReport>(importPath(id));
};
