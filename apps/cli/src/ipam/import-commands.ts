import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ImportReport, LineReport } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { refused } from '../failure.ts';
import type { OpenSession, Session } from '../session.ts';
import { Table } from '../table.ts';
import { importPath, post, stage } from './import-stage.ts';

const LOOK_AGAIN_MS = 250;

/** Until it is over, one way or the other. */
const ended = async ({ api, terminal }: Session, id: string): Promise<ImportReport> => {
  const client = api();
  for (;;) {
    const report = await client.get<ImportReport>(importPath(id));
    if (['committed', 'undone'].includes(report.status)) return report;
    terminal.progress(`${report.status}: ${report.done} of ${report.lines} lines`);
    await wait(LOOK_AGAIN_MS, undefined, { signal: terminal.stop });
  }
};

const show = ({ json, printJson, terminal }: Session, report: ImportReport): void => {
  if (json) {
    printJson(report);
    return;
  }
  new Table<LineReport>(terminal, [
    { title: 'LINE', text: ({ line }) => String(line) },
    { title: 'FIELD', text: ({ field }) => field },
    { title: 'REASON', text: ({ message }) => message, least: 20 },
  ]).print(report.faults);
};

const idOf = (given: string | undefined): string =>
  given ?? `csv-${randomBytes(8).toString('hex')}`;

const refuseFaulty = ({ faulty, lines }: ImportReport): void => {
  if (faulty > 0) throw refused(`${faulty} of ${lines} lines are wrong; nothing was changed.`);
};

export const addImportCommands = (ipam: Command, open: OpenSession): void => {
  const group = ipam
    .command('import')
    .description('bring a list of what is in use already')
    .addHelpText('after', examples(['ferrule ipam import check sheet.csv', 'what would it meet?']));
  group
    .command('check')
    .argument('<file>', 'CSV with a line of columns, or .ndjson; - for the standard input')
    .description('what is wrong with a list, line by line; nothing is kept of it')
    .addHelpText('after', examples(['ferrule ipam import check sheet.csv', 'before it counts']))
    .action(async (file: string, _options: object, command: Command) => {
      const session = await open(command);
      const id = idOf(undefined);
      const report = await stage(session, file, id);
      await post(session, id, 'undo');
      show(session, report);
      refuseFaulty(report);
      session.terminal.note(`All ${report.lines} lines are in order.`);
    });
  group
    .command('commit')
    .argument('<file>', 'CSV with a line of columns, or .ndjson; - for the standard input')
    .description('put all lines of a list in place, or none')
    .option('--id <text>', 'the name by which it can be undone')
    .addHelpText('after', examples(['ferrule ipam import commit sheet.csv', 'all or nothing']))
    .action(async (file: string, options: { readonly id?: string }, command: Command) => {
      const session = await open(command);
      const id = idOf(options.id);
      const staged = await stage(session, file, id);
      if (staged.faulty > 0) show(session, staged);
      refuseFaulty(staged);
      await post(session, id, 'commit');
      const report = await ended(session, id);
      show(session, report);
      if (report.status === 'undone')
        throw refused('somebody else was faster with one of its lines; nothing was changed.');
      session.terminal.note(`${report.done} lines are in place: ferrule ipam import undo ${id}`);
    });
  group
    .command('undo')
    .argument('<id>', 'its name')
    .description('take a list out again, as one')
    .addHelpText('after', examples(['ferrule ipam import undo csv-64dc2ee22833fcc7', 'all of it']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      await post(session, id, 'undo');
      const report = await ended(session, id);
      show(session, report);
      session.terminal.note(`${report.lines} lines are out again.`);
    });
};
