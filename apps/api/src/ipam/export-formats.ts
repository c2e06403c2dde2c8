export type ExportLine = Readonly<Record<string, string>>;

/** As an import knows them, in the order in which people read them. */
const COLUMNS = [
  ...['kind', 'prefix', 'space', 'vrf', 'id', 'tenant', 'client', 'type', 'vlan', 'dhcp'],
  ...['description', 'tags', 'fields'],
] as const;

/** RFC 4180. */
const cellOf = (text: string): string =>
  /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const csvOf = (line: ExportLine): string =>
  `${COLUMNS.map((column) => cellOf(line[column] ?? '')).join(',')}\r\n`;

/** What is empty is absent. */
const jsonOf = (line: ExportLine): string =>
  JSON.stringify(
    Object.fromEntries(
      COLUMNS.flatMap((column) => {
        const value = line[column] ?? '';
        return value === '' ? [] : [[column, value]];
      }),
    ),
  );

const EXAMPLE: ExportLine = {
  ...{ kind: 'network', prefix: '172.16.150.0/24', space: 'DC1-production', vrf: 'default' },
  ...{ id: 'net-6b1d2f8c0e9a4357', tenant: 'demo', client: 'acme-corp', type: 'production' },
  ...{ vlan: '150', dhcp: 'true', description: 'ACME, production', tags: 'pci' },
};

const HEAD = `${COLUMNS.join(',')}\r\n`;

export const EXPORT_FORMATS = {
  csv: { type: 'text/csv', example: `${HEAD}${csvOf(EXAMPLE)}` },
  ndjson: { type: 'application/x-ndjson', example: `${jsonOf(EXAMPLE)}\n` },
  json: { type: 'application/json', example: `[\n${jsonOf(EXAMPLE)}\n]\n` },
} as const;

/** Page by page: nothing is held of what has been written. */
export const written = async function* (
  format: keyof typeof EXPORT_FORMATS,
  pages: AsyncIterable<readonly ExportLine[]>,
): AsyncGenerator<string> {
  if (format === 'csv') yield HEAD;
  if (format === 'json') yield '[';
  let isFirst = true;
  for await (const lines of pages) {
    if (format === 'csv') yield lines.map(csvOf).join('');
    else if (format === 'ndjson') yield lines.map((line) => `${jsonOf(line)}\n`).join('');
    else if (lines.length > 0) {
      yield `${isFirst ? '\n' : ',\n'}${lines.map(jsonOf).join(',\n')}`;
      isFirst = false;
    }
  }
  if (format === 'json') yield '\n]\n';
};
