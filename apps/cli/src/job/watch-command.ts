import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { followJob } from './job-follower.ts';
import { expectCompleted } from './job-outcome.ts';
import { printResult } from './job-result.ts';

export const addWatch = (job: Command, open: OpenSession): void => {
  job
    .command('watch')
    // As it was called first.
    .alias('follow')
    .argument('<job>', 'its id')
    .description('its steps as they happen, until it ends')
    .option('--wait <seconds>', 'give up after so long', wholeNumber(0, 86_400), 3_600)
    .addHelpText(
      'after',
      examples(
        ['ferrule job watch job-4b2cae5794a13c106806e613 --wait 60', 'for a minute at most'],
        [
          'ferrule job watch job-4b2cae5794a13c106806e613 --json',
          'each event on a line, and at last the job',
        ],
      ),
    )
    .action(async (jobId: string, { wait }: { wait: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const followed = await followJob(api(), terminal, jobId, {
        deadline: performance.now() + wait * 1000,
        quiet: json,
        isNew: false,
        ...(json && {
          heard: ({ data }) => {
            terminal.print(data);
          },
        }),
      });
      if (json && followed.job !== undefined) printJson(followed.job);
      if (!json && followed.job !== undefined) printResult(terminal, followed.job);
      expectCompleted(jobId, followed, wait);
    });
};
