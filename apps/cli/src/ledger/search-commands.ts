import type { LedgerEntry, LedgerFilter, SavedSearch, SearchPage } from '@ferrule/audit-contracts';
import type { Command } from 'commander';
import type { ApiClient, Query } from '../api-client.ts';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { entryTable } from './entry-table.ts';
import { filterOf, withFilter } from './filter-options.ts';

interface SearchOptions extends LedgerFilter {
  readonly limit: number;
  readonly oldest?: true;
  readonly saved?: string;
  readonly save?: string;
}

const PAGE = 500;

const find = (api: ApiClient, query: Query, limit: number) =>
  collect<LedgerEntry, string>(limit, PAGE, async (cursor, size) => {
    const { events, next } = await api.get<SearchPage>('/api/v1/audit/search', {
      ...query,
      cursor,
      limit: size,
    });
    return { items: events, next };
  });

const addSearch = (audit: Command, open: OpenSession): void => {
  withFilter(audit.command('search').description('entries that are like this, newest first'))
    .option('--oldest', 'oldest first')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 50)
    .option('--saved <name>', 'a saved search, to which the rest is added')
    .option('--save <name>', 'keep what is searched for under a name')
    .addHelpText(
      'after',
      examples(
        ['ferrule audit search --actor publisher:billing --type NetworkReleased', 'who gave back'],
        ['ferrule audit search --text "no route" --save refusals', 'and keep the search'],
        ['ferrule audit search --saved refusals --from 2026-01-01', 'look again'],
      ),
    )
    .action(async (options: SearchOptions, command: Command) => {
      const { api: connect, json, printJson, terminal } = await open(command);
      const api = connect();
      const filter = filterOf(options);
      if (options.save !== undefined)
        await api.ask(`/api/v1/audit/searches/${encodeURIComponent(options.save)}`, {
          method: 'PUT',
          body: filter,
        });
      const order = options.oldest ? 'oldest' : 'newest';
      const query = { ...filter, order, saved: options.saved };
      const { items, next } = await find(api, query, options.limit);
      if (json) items.forEach(printJson);
      else if (items.length === 0) terminal.note('There is no such entry.');
      else entryTable(terminal).print(items);
      if (next !== null && !json) terminal.note(`There are more: --limit ${options.limit * 2}`);
    });
};

const addSaved = (audit: Command, open: OpenSession): void => {
  audit
    .command('searches')
    .description('saved searches')
    .option('--forget <name>', 'one that is no longer needed')
    .addHelpText(
      'after',
      examples(['ferrule audit searches --forget last-week', 'one that is no longer needed']),
    )
    .action(async ({ forget }: { forget?: string }, command: Command) => {
      const { api: connect, json, printJson, terminal } = await open(command);
      const api = connect();
      if (forget !== undefined) {
        await api.ask(`/api/v1/audit/searches/${encodeURIComponent(forget)}`, { method: 'DELETE' });
        terminal.note(`${forget} is forgotten.`);
        return;
      }
      const { searches } = await api.get<{ searches: readonly SavedSearch[] }>(
        '/api/v1/audit/searches',
      );
      if (json) searches.forEach(printJson);
      else
        new Table<SavedSearch>(terminal, [
          { title: 'NAME', text: ({ name }) => name },
          { title: 'SAVED (UTC)', text: ({ savedAt }) => time(savedAt) },
          { title: 'BY', text: ({ savedBy }) => savedBy },
          { title: 'FILTER', text: ({ filter }) => JSON.stringify(filter), least: 10 },
        ]).print(searches);
    });
};

const addShow = (audit: Command, open: OpenSession): void => {
  audit
    .command('show')
    .description('all that the ledger knows of one entry')
    .argument('<ref>', 'the number of an entry, or the id of its event')
    .addHelpText('after', examples(['ferrule audit show 4711', 'all that is recorded of it']))
    .action(async (ref: string, _: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const event = await api().get<LedgerEntry>(`/api/v1/audit/events/${encodeURIComponent(ref)}`);
      if (json) {
        printJson(event);
        return;
      }
      const { data, ...facts } = event;
      terminal.print(`${event.type} ${event.source}#${event.sequence}`);
      printFacts(terminal, Object.entries(facts));
      terminal.print('');
      if (data === null) terminal.note('Its body has left the ledger: the archive has it.');
      else for (const line of JSON.stringify(data, undefined, 2).split('\n')) terminal.print(line);
    });
};

export const addSearchCommands = (audit: Command, open: OpenSession): void => {
  addSearch(audit, open);
  addSaved(audit, open);
  addShow(audit, open);
};
