import type { ExportLine } from '@ferrule/ledger-chain';

const COLUMNS = [
  'entry',
  'at',
  'recordedAt',
  'source',
  'sequence',
  'type',
  'actor',
  'tenant',
  'reason',
  'ticket',
  'correlationId',
  'causationId',
  'datacenter',
  'router',
  'network',
  'stream',
  'id',
] as const;

/** What a spreadsheet would take for a formula gets a sign before it that keeps it text. */
const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  const kept = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\n\r]/u.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept;
};

export const CSV_HEAD = `${[...COLUMNS, 'hash', 'body'].join(',')}\n`;

/** Empty for a line that is no entry. */
export const csvLine = (line: ExportLine): string =>
  line.kind === 'entry'
    ? `${[...COLUMNS.map((name) => line.entry[name]), line.hash, line.body].map(cell).join(',')}\n`
    : '';
