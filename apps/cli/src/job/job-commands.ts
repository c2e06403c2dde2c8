import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addList } from './list-command.ts';
import { addOrders } from './order-commands.ts';
import { addShow } from './show-command.ts';
import { addTimeline } from './timeline-command.ts';
import { addWatch } from './watch-command.ts';

export const addJobCommands = (program: Command, open: OpenSession): void => {
  const job = program
    .command('job')
    .description('what became of a request, and what to do about it')
    .addHelpText(
      'after',
      examples(
        ['ferrule job list --needs-operator', 'what waits for a person'],
        ['ferrule job show job-4b2cae5794a13c106806e613', 'its steps, what is left and what to do'],
        ['ferrule job watch job-4b2cae5794a13c106806e613', 'until it ends'],
      ),
    );
  addList(job, open);
  addShow(job, open);
  addTimeline(job, open);
  addWatch(job, open);
  addOrders(job, open);
};
