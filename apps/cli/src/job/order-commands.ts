import type { JobView } from '@ferrule/provisioning-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { followJob } from './job-follower.ts';
import { hasEnded, paintedState } from './job-lines.ts';
import { expectEnded } from './job-outcome.ts';
import { printResult } from './job-result.ts';
import { jobPath } from './paths.ts';
import type { FollowOptions } from './taken-job.ts';

interface Order {
  readonly name: 'pause' | 'resume' | 'cancel' | 'retry' | 'skip' | 'abandon';
  readonly description: string;
  /** What leaves something behind is not ordered without saying why. */
  readonly needsReason?: true;
  readonly example: string;
}

const ORDERS: readonly Order[] = [
  {
    name: 'pause',
    description: 'begin nothing more of it until it is resumed',
    example: 'while the router is worked on',
  },
  { name: 'resume', description: 'let a paused job go on', example: 'the work is done' },
  {
    name: 'cancel',
    description: 'undo everything that it has done',
    example: 'it is not wanted any more',
  },
  {
    name: 'retry',
    description: 'try at once what waits to be tried again, or could not be undone',
    example: 'the router answers again',
  },
  {
    name: 'skip',
    description: 'leave out the step, or the undo, that it is stuck at',
    needsReason: true,
    example: 'it was removed by hand',
  },
  {
    name: 'abandon',
    description: 'undo nothing more; what is left stays, and with it its addresses',
    needsReason: true,
    example: 'the router is being replaced',
  },
];

export const addOrders = (job: Command, open: OpenSession): void => {
  for (const { name, description, needsReason, example } of ORDERS) {
    const command = job.command(name).argument('<job>', 'its id').description(description);
    if (needsReason) command.requiredOption('--reason <text>', 'why, for whoever reads the trail');
    else command.option('--reason <text>', 'why, for whoever reads the trail');
    command
      .option('--wait <seconds>', 'follow it for at most so long', wholeNumber(0, 86_400), 120)
      .option('--async', 'do not follow it')
      .addHelpText(
        'after',
        examples([
          `ferrule job ${name} job-4b2cae5794a13c106806e613 --reason "${example}"`,
          description,
        ]),
      )
      .action(
        async (
          jobId: string,
          { reason, ...options }: FollowOptions & { reason?: string },
          self: Command,
        ) => {
          const session = await open(self);
          const api = session.api();
          const view = await api.ask<JobView>(jobPath(jobId, name), {
            method: 'POST',
            body: reason === undefined ? {} : { reason },
          });
          const { terminal, json, printJson } = session;
          const stays = name === 'pause' || hasEnded(view) || options.async === true;
          if (!json) terminal.print(`${jobId} is ${paintedState(terminal, view.status)}`);
          else if (stays) printJson(view);
          if (stays) return;
          const deadline = performance.now() + options.wait * 1000;
          const follow = { deadline, quiet: json, isNew: false };
          const followed = await followJob(api, terminal, jobId, follow);
          if (json && followed.job !== undefined) printJson(followed.job);
          if (!json && followed.job !== undefined) printResult(terminal, followed.job);
          expectEnded(jobId, followed, options.wait);
        },
      );
  }
};
