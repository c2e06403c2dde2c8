import type { JobSummary, JobView } from '@ferrule/provisioning-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { followJob, printResult, printSteps, stateColour } from './job-follower.ts';
import { expectCompleted } from './job-outcome.ts';

/** What was taken off the router again. */
const rolledBack = ({ rollback }: JobView): string | null =>
  rollback && `${rollback.Removed} of ${rollback.TotalResources} rows, ${rollback.Failed} failed`;

export const addJobCommands = (program: Command, open: OpenSession): void => {
  const job = program
    .command('job')
    .description('what became of a request')
    .addHelpText(
      'after',
      examples(
        ['ferrule job list', 'the latest jobs'],
        ['ferrule job show job-4b2cae5794a13c106806e613', 'its steps, result and error'],
      ),
    );

  job
    .command('list')
    .description('the latest jobs, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples(['ferrule job list --limit 10', 'the latest ten']))
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: jobs, next } = await collect<JobSummary, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ jobs: readonly JobSummary[]; next: string | null }>(
            '/api/v1/jobs',
            { limit: size, cursor },
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
        { title: 'CLIENT', text: ({ clientId }) => clientId ?? '–', least: 8 },
        { title: 'DC', text: ({ datacenter }) => datacenter, least: 4 },
        {
          title: 'STARTED (UTC)',
          text: ({ startTime }) => time(startTime),
          least: 13,
          keeps: 'end',
        },
      ]).print(jobs);
      if (jobs.length === 0) terminal.note('There are no jobs yet.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });

  job
    .command('show')
    .argument('<job>', 'its id')
    .description('a job with its steps')
    .addHelpText(
      'after',
      examples(['ferrule job show job-4b2cae5794a13c106806e613 --json', 'for a program']),
    )
    .action(async (jobId: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const view = await api().get<JobView>(`/api/v1/jobs/${encodeURIComponent(jobId)}`);
      if (json) {
        printJson(view);
        return;
      }
      const colour = stateColour(view.status);
      const { status } = view;
      terminal.print(
        `${terminal.paint('bold', view.jobId)} is ${colour ? terminal.paint(colour, status) : status}`,
      );
      printFacts(terminal, [
        ['started', time(view.startTime)],
        ['ended', view.endTime === null ? null : time(view.endTime)],
        ['by', `${view.actor} of ${view.tenant}, through ${view.publisher}`],
        ['error', view.errorMessage],
        ['suggestion', view.error?.suggestion],
        ['rolled back', rolledBack(view)],
      ]);
      terminal.print('');
      printSteps(terminal, view.steps);
      printResult(terminal, view);
    });

  job
    .command('follow')
    .argument('<job>', 'its id')
    .description('print its steps as they happen, until it ends')
    .option('--wait <seconds>', 'give up after so long', wholeNumber(0, 86_400), 3_600)
    .addHelpText(
      'after',
      examples([
        'ferrule job follow job-4b2cae5794a13c106806e613 --wait 60',
        'for a minute at most',
      ]),
    )
    .action(async (jobId: string, { wait }: { wait: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const deadline = performance.now() + wait * 1000;
      const followed = await followJob(api(), terminal, jobId, {
        deadline,
        quiet: json,
        isNew: false,
      });
      if (json && followed.job !== undefined) printJson(followed.job);
      if (!json && followed.job !== undefined) printResult(terminal, followed.job);
      expectCompleted(jobId, followed, wait);
    });
};
