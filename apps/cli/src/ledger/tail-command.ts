import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerEntry, SearchPage } from '@ferrule/audit-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { entryTable } from './entry-table.ts';
import { readAfter } from './ledger-reader.ts';

const LOOK_EVERY_MS = 500;

export const addTailCommand = (audit: Command, open: OpenSession): void => {
  audit
    .command('tail')
    .description('the latest entries, and then what comes')
    .option('--lines <n>', 'how many of the latest', wholeNumber(1, 500), 20)
    .option('--no-follow', 'only the latest')
    .addHelpText(
      'after',
      examples(
        ['ferrule audit tail', 'until Ctrl-C'],
        ['ferrule audit tail --no-follow --json', 'one entry a line, for a program'],
      ),
    )
    .action(async ({ lines, follow }: { lines: number; follow: boolean }, command: Command) => {
      const { api: connect, json, printJson, terminal } = await open(command);
      const api = connect();
      const table = entryTable(terminal);
      const show = (events: readonly LedgerEntry[]): void => {
        if (json) events.forEach(printJson);
        else table.print(events);
      };
      const { events } = await api.get<SearchPage>('/api/v1/audit/search', { limit: lines });
      const latest = events.toSorted((one, other) => one.entry - other.entry);
      show(latest);
      for (let last = latest.at(-1)?.entry ?? 0; follow;) {
        const more = await readAfter(api, last, Infinity);
        show(more);
        last = more.at(-1)?.entry ?? last;
        await pause(LOOK_EVERY_MS, undefined, { signal: terminal.stop });
      }
    });
};
