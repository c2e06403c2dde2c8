import type {
  ChangeView,
  HolderView,
  LedgerEntry,
  MomentView,
  SearchPage,
} from '@ferrule/audit-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { printable, type Terminal } from '../terminal.ts';
import { entryTable } from './entry-table.ts';

const at = (id: string): string => encodeURIComponent(id);

const addTimeline = (audit: Command, open: OpenSession): void => {
  audit
    .command('timeline')
    .description("a network's whole life: its events, and those of its jobs")
    .argument('<network>', 'its id')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 1_000)
    .addHelpText(
      'after',
      examples([
        'ferrule audit timeline net-64dc2ee22833fcc7',
        'from the request to the quarantine',
      ]),
    )
    .action(async (network: string, { limit }: { limit: number }, command: Command) => {
      const { api: connect, json, printJson, terminal } = await open(command);
      const api = connect();
      const { items } = await collect<LedgerEntry, string>(limit, 500, async (cursor, size) => {
        const page = await api.get<SearchPage>(`/api/v1/audit/networks/${at(network)}/timeline`, {
          cursor,
          limit: size,
        });
        return { items: page.events, next: page.next };
      });
      if (json) items.forEach(printJson);
      else if (items.length === 0) terminal.note(`Nothing is known of ${network}.`);
      else entryTable(terminal).print(items);
    });
};

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const showMoment = (
  terminal: Terminal,
  { kind, id, at: moment, fields, last, rows }: MomentView,
) => {
  const known = last === null ? '' : `, last heard of by ${last.type} at ${time(last.time)}`;
  terminal.print(`${kind} ${id} as of ${time(moment)}${known}`);
  printFacts(
    terminal,
    Object.entries(fields).map(([name, value]) => [name, text(value)]),
  );
  for (const row of rows) {
    terminal.print(printable(`  ${row.path}  ${row.row}  (entry ${row.entry})`));
    for (const [name, value] of Object.entries(row.attributes))
      terminal.print(printable(`      ${name}=${value}`));
  }
};

const addAsOf = (audit: Command, open: OpenSession): void => {
  audit
    .command('as-of')
    .description('what a network or a router looked like at a moment')
    .argument('<kind>', 'network or router')
    .argument('<id>', 'its id')
    .option('--at <time>', 'the moment; now unless given')
    .addHelpText(
      'after',
      examples(['ferrule audit as-of router dc1-r1 --at 2026-01-31T12:00:00Z', 'as it was then']),
    )
    .action(async (kind: string, id: string, options: { at?: string }, command: Command) => {
      if (kind !== 'network' && kind !== 'router') throw usage('Say network or router.');
      const { api, json, printJson, terminal } = await open(command);
      const path = `/api/v1/audit/${kind}s/${at(id)}`;
      const view = await api().get<MomentView>(path, { at: options.at });
      if (json) printJson(view);
      else showMoment(terminal, view);
    });
};

const addWhoHad = (audit: Command, open: OpenSession): void => {
  audit
    .command('who-had')
    .description('who had an address at a moment')
    .argument('<address>', 'an address or a prefix')
    .option('--at <time>', 'the moment; now unless given')
    .addHelpText(
      'after',
      examples(['ferrule audit who-had 172.16.150.7 --at 2026-01-31T12:00:00Z', 'as it was then']),
    )
    .action(async (address: string, options: { at?: string }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { holders } = await api().get<{ holders: readonly HolderView[] }>(
        '/api/v1/audit/holders',
        { address, at: options.at },
      );
      if (json) holders.forEach(printJson);
      else if (holders.length === 0) terminal.note(`Nobody had ${address} then.`);
      else
        new Table<HolderView>(terminal, [
          { title: 'PREFIX', text: ({ prefix }) => prefix },
          { title: 'WHO', text: ({ stream }) => stream, least: 12 },
          { title: 'TENANT', text: ({ tenant }) => tenant, least: 6 },
          { title: 'BY', text: ({ actor }) => actor, least: 6 },
          { title: 'SINCE (UTC)', text: ({ since }) => time(since), least: 16 },
          { title: 'UNTIL (UTC)', text: ({ until }) => time(until), least: 16 },
        ]).print(holders);
    });
};

/** As people write differences: what goes, then what comes. */
const diffLines = ({ before, after }: ChangeView): readonly string[] => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.flatMap((name) => {
    const [from, to] = [before?.[name], after?.[name]];
    if (from === to) return [`    ${name}=${from ?? ''}`];
    return [
      ...(from === undefined ? [] : [`  - ${name}=${from}`]),
      ...(to === undefined ? [] : [`  + ${name}=${to}`]),
    ];
  });
};

const addDiff = (audit: Command, open: OpenSession): void => {
  audit
    .command('diff')
    .description('what a job changed on routers, before and after')
    .argument('<job>', 'its id')
    .addHelpText(
      'after',
      examples(['ferrule audit diff job-4b2cae5794a13c106806e613', 'row by row']),
    )
    .action(async (job: string, _: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { changes } = await api().get<{ changes: readonly ChangeView[] }>(
        `/api/v1/audit/jobs/${at(job)}/diff`,
      );
      if (json) changes.forEach(printJson);
      else if (changes.length === 0) terminal.note(`${job} planned no change of a router.`);
      for (const change of json ? [] : changes) {
        const name = `${change.path} ${change.row}`;
        terminal.print(`${printable(name)}  ${terminal.paint('dim', change.outcome)}`);
        for (const line of diffLines(change)) {
          const shown = printable(line);
          const colour = line.startsWith('  +') ? 'green' : 'red';
          terminal.print(line.startsWith('    ') ? shown : terminal.paint(colour, shown));
        }
      }
    });
};

export const addPastCommands = (audit: Command, open: OpenSession): void => {
  addTimeline(audit, open);
  addAsOf(audit, open);
  addWhoHad(audit, open);
  addDiff(audit, open);
};
