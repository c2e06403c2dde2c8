import type { JobSummary } from '@ferrule/provisioning-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table, time } from '../table.ts';
import { stateColour } from './job-lines.ts';

interface ListOptions {
  readonly limit: number;
  readonly state?: string;
  readonly needsOperator?: true;
  readonly network?: string;
  readonly dc?: string;
  readonly batch?: string;
  readonly since?: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `2h`, `3d`: so long ago; everything else is a time that the service reads. */
export const sinceOf = (text: string, now: number): string => {
  const [, amount, unit] = /^(\d{1,5})([mhd])$/u.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return text;
  return new Date(now - Number(amount) * (UNITS[unit] ?? 0)).toISOString();
};

const stateOf = ({ state, needsOperator }: ListOptions): string | undefined => {
  if (needsOperator === undefined) return state?.toUpperCase().replaceAll('-', '_');
  if (state !== undefined) throw usage('give --state or --needs-operator, not both.');
  return 'NEEDS_OPERATOR';
};

export const addList = (job: Command, open: OpenSession): void => {
  job
    .command('list')
    .description('the latest jobs, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 50)
    .option('--state <states>', 'only in these states, such as failed,paused')
    .option('--needs-operator', 'only those that wait for a person')
    .option('--network <id>', 'only of this network')
    .option('--dc <id>', 'only in this datacenter')
    .option('--batch <job>', 'only the jobs of this batch')
    .option('--since <time>', 'only begun since then: 2h, 3d or 2026-11-20T10:00:00Z')
    .addHelpText(
      'after',
      examples(
        ['ferrule job list --needs-operator', 'what waits for a person'],
        ['ferrule job list --dc DC2 --state failed --since 2h', 'what failed there lately'],
      ),
    )
    .action(async (options: ListOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { limit, network, dc, batch, since } = options;
      const wanted = {
        ...{ state: stateOf(options), network, datacenter: dc, parent: batch },
        since: since === undefined ? undefined : sinceOf(since, Date.now()),
      };
      const client = api();
      const { items: jobs, next } = await collect<JobSummary, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ jobs: readonly JobSummary[]; next: string | null }>(
            '/api/v1/jobs',
            { limit: size, cursor, ...wanted },
          );
          return { items: page.jobs, next: page.next };
        },
      );
      if (json) {
        printJson({ jobs, next });
        return;
      }
      new Table<JobSummary>(terminal, [
        { title: 'JOB', text: ({ jobId }) => jobId },
        { title: 'STATUS', text: ({ status }) => status, colour: (row) => stateColour(row.status) },
        { title: 'CLIENT', text: ({ clientId }) => clientId ?? '–', least: 6 },
        { title: 'DC', text: ({ datacenter }) => datacenter, least: 4 },
        {
          title: 'STARTED (UTC)',
          text: ({ startTime }) => time(startTime),
          least: 13,
          keeps: 'end',
        },
      ]).print(jobs);
      const isAll = Object.values(wanted).every((value) => value === undefined);
      if (jobs.length === 0)
        terminal.note(isAll ? 'There are no jobs yet.' : 'There is no such job.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};
