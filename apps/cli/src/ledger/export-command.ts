import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { LedgerFilter } from '@ferrule/audit-contracts';
import { parseExportLine } from '@ferrule/ledger-chain';
import type { Command } from 'commander';
import type { Query } from '../api-client.ts';
import { examples, wholeNumber } from '../arguments.ts';
import { EXIT, Failure, usage } from '../failure.ts';
import type { OpenSession, Session } from '../session.ts';
import { begun, trim } from './export-file.ts';
import { filterOf, withFilter } from './filter-options.ts';

interface ExportOptions extends LedgerFilter {
  readonly out?: string;
  readonly format: string;
  readonly after?: number;
  readonly last?: number;
}

const pathOf = (
  options: ExportOptions,
  more: { after?: number | undefined; last?: number | undefined },
): string => {
  const query = new URLSearchParams();
  const all: Query = { ...filterOf(options), format: options.format, ...more };
  for (const [name, value] of Object.entries(all))
    if (value !== undefined) query.set(name, String(value));
  return `/api/v1/audit/export?${query.toString()}`;
};

const read = async ({ api, terminal }: Session, path: string): Promise<AsyncIterable<string>> => {
  const { body } = await api().open(path, {}, terminal.stop);
  if (body === null) throw new Failure('The API answered nothing.', EXIT.unreachable);
  return createInterface({ input: Readable.fromWeb(body), crlfDelay: Infinity });
};

/** Into a file, going on with what is in it already. */
const intoFile = async (session: Session, options: ExportOptions, out: string): Promise<void> => {
  const { terminal } = session;
  const before = await begun(out);
  if (before?.isWhole) {
    terminal.note(`${out} is whole already: ${before.entries} entries.`);
    return;
  }
  if (before !== undefined) {
    await trim(out, before.bytes);
    terminal.note(`${out} has ${before.entries} entries; going on after entry ${before.last}.`);
  }
  const place = before === undefined ? options : { after: before.last, last: before.to };
  const lines = await read(session, pathOf(options, { after: place.after, last: place.last }));
  const file = createWriteStream(out, { flags: 'a' });
  let entries = before?.entries ?? 0;
  let isWhole = false;
  try {
    for await (const text of lines) {
      const { kind } = parseExportLine(text, 0);
      // What the first part said already.
      if (before !== undefined && (kind === 'ledger' || kind === 'tombstone')) continue;
      if (kind === 'entry') entries += 1;
      isWhole ||= kind === 'end';
      if (!file.write(`${text}\n`)) await once(file, 'drain');
      if (entries % 1_000 === 0) terminal.progress(`${entries} entries …`);
    }
  } finally {
    file.end();
    await finished(file);
    terminal.progress('');
  }
  if (!isWhole) throw new Failure(`It was cut off. Say the same again to go on.`, EXIT.unfinished);
  terminal.note(`${out} is whole: ${entries} entries.`);
};

export const addExportCommand = (audit: Command, open: OpenSession): void => {
  withFilter(audit.command('export').description('the ledger line by line, to keep or to hand on'))
    .option('--out <file>', 'into this file; cut off, it goes on where it was')
    .option('--format <name>', 'ndjson, which can be verified, or csv', 'ndjson')
    .option('--after <entry>', 'entries after this one', wholeNumber(0, 2 ** 53 - 1))
    .option('--last <entry>', 'up to this one', wholeNumber(1, 2 ** 53 - 1))
    .addHelpText(
      'after',
      examples(
        ['ferrule audit export --out ledger.ndjson', 'everything, in a file that proves itself'],
        ['ferrule audit export --format csv --tenant acme > acme.csv', 'for a spreadsheet'],
      ),
    )
    .action(async (options: ExportOptions, command: Command) => {
      const session = await open(command);
      const { out, format, after, last } = options;
      if (out !== undefined && format !== 'ndjson')
        throw usage('--out takes ndjson: write csv to where you want it with >.');
      if (out !== undefined) {
        await intoFile(session, options, out);
        return;
      }
      const place = { ...(after !== undefined && { after }), ...(last !== undefined && { last }) };
      for await (const line of await read(session, pathOf(options, place)))
        session.terminal.print(line);
    });
};
