import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerEntry } from '@ferrule/audit-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { Table, time } from '../table.ts';
import { addAuditCommands } from './audit-commands.ts';
import { readAfter, readLatest } from './ledger-reader.ts';

const LOOK_EVERY_MS = 500;
const LATEST = 50;

interface EventOptions {
  readonly job?: string;
  readonly after?: number;
  readonly limit?: number;
  readonly follow?: true;
}

export const addEventCommands = (program: Command, open: OpenSession): void => {
  program
    .command('events')
    .description("the ledger's events: who did what, in order")
    .option('--job <id>', 'only those of one job')
    .option('--after <entry>', 'from this entry of the ledger on', wholeNumber(0, 2 ** 53 - 1))
    .option(
      '--limit <n>',
      `how many: all of a job, else the latest ${LATEST}`,
      wholeNumber(1, 1_000_000),
    )
    .option('--follow', 'stay and print what comes')
    .addHelpText(
      'after',
      examples(
        ['ferrule events', 'the latest, oldest of them first'],
        ['ferrule events --job job-4b2cae5794a13c106806e613', 'everything one request caused'],
        ['ferrule events --follow --json', 'one event a line, for a program'],
      ),
    )
    .action(async ({ job, after, limit, follow }: EventOptions, command: Command) => {
      const { api: connect, json, printJson, terminal } = await open(command);
      const api = connect();
      const table = new Table<LedgerEntry>(terminal, [
        { title: 'TIME (UTC)', text: (event) => time(event.time), least: 13, keeps: 'end' },
        { title: 'EVENT', text: ({ source, sequence }) => `${source}#${sequence}` },
        { title: 'TYPE', text: ({ type }) => type, least: 12 },
        { title: 'ABOUT', text: ({ stream }) => stream, least: 10 },
        { title: 'ACTOR', text: ({ actor }) => actor, least: 6 },
      ]);
      const show = (events: readonly LedgerEntry[]): void => {
        if (json) events.forEach(printJson);
        else table.print(events);
      };
      const first =
        job === undefined && after === undefined
          ? await readLatest(api, limit ?? LATEST)
          : await readAfter(api, after ?? 0, limit ?? (job === undefined ? LATEST : Infinity), job);
      show(first);
      if (!follow) {
        if (first.length === 0 && !json) terminal.note('There are no such events.');
        return;
      }
      let last = first.at(-1)?.entry ?? after ?? 0;
      for (;;) {
        const more = await readAfter(api, last, Infinity, job);
        show(more);
        last = more.at(-1)?.entry ?? last;
        await pause(LOOK_EVERY_MS, undefined, { signal: terminal.stop });
      }
    });
  addAuditCommands(program, open);
};
