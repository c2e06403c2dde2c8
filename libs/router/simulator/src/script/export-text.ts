import type { Argument } from '../menu/menu.ts';
import type { ValueType } from '../menu/value-type.ts';
import type { Router } from '../router.ts';
import { readId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';

export interface ExportOptions {
  readonly sensitive?: boolean;
  /** The whole path on each line, and no line broken. */
  readonly terse?: boolean;
  /** Defaults as well. */
  readonly verbose?: boolean;
}

const width = 80;

/** Not configuration, or not for everybody who may read it. */
const neverExported = new Set(['/file', '/user', '/certificate', '/log']);

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  $: '\\$',
  '?': '\\?',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** What is more than a plain word is quoted; bytes beyond ASCII are written as their codes. */
export const quoted = (text: string): string =>
  /^[\w.,:/*+!@%<>|~^&-]+$/u.test(text)
    ? text
    : `"${text.replace(/["\\$?\n\r\t]|[^\x20-\x7e]/gu, (char) => escapes[char] ?? `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}"`;

export const written = (name: string, value: string, { type }: Argument): string => {
  if (type.shape === 'presence') return name;
  if (type.shape === 'bool') return `${name}=${value === 'true' ? 'yes' : 'no'}`;
  return `${name}=${quoted(value)}`;
};

/** Values that a port has from the factory. */
const isInnate = ({ table, values }: Row, name: string, { profile }: Router): boolean => {
  if (table.menu.path !== '/interface/ethernet') return false;
  if (name === 'orig-mac-address') return true;
  const value = values.get(name);
  if (name === 'name') return value === values.get('default-name');
  if (name === 'mac-address') return value === values.get('orig-mac-address');
  const port = profile.board.ports.find((one) => one.name === values.get('default-name'));
  return name === 'l2mtu' && value === String(port?.l2mtu);
};

export const argumentsOf = (
  row: Row,
  router: Router,
  { sensitive = false, verbose = false }: ExportOptions,
  usual: Readonly<Record<string, string>> = {},
): readonly string[] => {
  const words: string[] = [];
  for (const [name, argument] of [...row.table.menu.args].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const normal = usual[name] ?? argument.default;
    const stored = row.values.get(name) ?? (verbose ? argument.default : undefined);
    if (stored === undefined || argument.secret === true) continue;
    if (argument.sensitive === true && !sensitive) continue;
    if (!verbose && (stored === normal || isInnate(row, name, router))) continue;
    words.push(written(name, argument.type.format?.(stored, router.state) ?? stored, argument));
  }
  return words;
};

/** Its place among the rows that the menu has out of the box; undefined for a row that somebody added. */
const boxedPlace = ({ id, table: { menu, space }, values }: Row): number | undefined => {
  const { rows = [], namedBy, firstId = 1 } = menu;
  const at =
    space.path === menu.path
      ? id - firstId
      : rows.findIndex((one) => namedBy !== undefined && one[namedBy] === values.get(namedBy));
  return at in rows ? at : undefined;
};

/** How `set` finds a row that is there from the start. */
const selectorOf = ({ table: { menu }, values }: Row, place: number): string => {
  const isPort = menu.path === '/interface/ethernet';
  const name = isPort ? 'default-name' : menu.namedBy;
  const usual = menu.rows?.[place];
  const value = name === undefined ? undefined : isPort ? values.get(name) : usual?.[name];
  return value === undefined ? String(place) : `[ find ${name ?? ''}=${quoted(value)} ]`;
};

const commandOf = (row: Row, router: Router, options: ExportOptions): readonly string[] => {
  const { kind, rows = [] } = row.table.menu;
  const place = kind === 'singleton' ? 0 : boxedPlace(row);
  const words = argumentsOf(row, router, options, rows[place ?? -1]);
  if (kind === 'list' && place === undefined) return ['add', ...words];
  if (words.length === 0) return [];
  return kind === 'singleton' ? ['set', ...words] : ['set', selectorOf(row, place ?? 0), ...words];
};

const wrapped = (words: readonly string[]): string => {
  const lines: string[] = [];
  let line = '';
  for (const [at, word] of words.entries()) {
    if (at > 1 && line.length + word.length + 3 > width) {
      lines.push(`${line} \\`);
      line = `    ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
};

const spacesOf = (type: ValueType): readonly string[] => [
  ...(type.spaces ?? []),
  ...(type.inner ?? []).flatMap(spacesOf),
];

/** The tables whose rows this one's refer to: they come first, or an import would not find them. */
const referredTo = (table: Table, { state, catalogue }: Router): ReadonlySet<Table> => {
  const found = new Set<Table>();
  for (const row of table)
    for (const [name, value] of row.values) {
      const argument = table.menu.args.get(name);
      if (argument === undefined || row.dynamic) continue;
      for (const id of value.match(/\*[0-9A-F]+/gu) ?? [])
        for (const space of spacesOf(argument.type)) {
          const menu = catalogue.menus.get(space);
          const other = menu && state.row(menu, readId(id) ?? -1);
          if (other !== undefined && other.table !== table) found.add(other.table);
        }
    }
  return found;
};

const inOrder = (tables: readonly Table[], router: Router): readonly Table[] => {
  const sorted = new Set<Table>();
  const seen = new Set<Table>();
  const visit = (table: Table): void => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const other of referredTo(table, router)) visit(other);
    sorted.add(table);
  };
  for (const table of [...tables].sort((a, b) => (a.menu.path < b.menu.path ? -1 : 1)))
    visit(table);
  return [...sorted].filter((table) => tables.includes(table));
};

const header = ({ profile }: Router, time: string): readonly string[] => [
  `# ${time} by RouterOS ${profile.versionText.split(' ')[0] ?? ''}`,
  '#',
  `# model = ${profile.board.name}`,
];

/** What an import would make again, of one menu and those below it; ends with a newline. */
export const exportText = (router: Router, under: string, options: ExportOptions = {}): string => {
  const tables = [...router.state.tables].filter(
    ({ menu }) =>
      (menu.path === under || menu.path.startsWith(`${under}/`)) &&
      menu.verbs.has('export') &&
      !neverExported.has(menu.path),
  );
  const lines = [...header(router, router.now())];
  for (const table of inOrder(tables, router)) {
    const path = `/${table.menu.path.slice(1).replaceAll('/', ' ')}`;
    const commands = [...table]
      .filter(({ dynamic }) => !dynamic)
      .map((row) => commandOf(row, router, options))
      .filter((words) => words.length > 0);
    if (commands.length === 0) continue;
    if (options.terse === true)
      lines.push(...commands.map((words) => `${path} ${words.join(' ')}`));
    else lines.push(path, ...commands.map(wrapped));
  }
  return `${lines.join('\n')}\n`;
};
