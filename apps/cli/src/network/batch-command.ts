import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { follow, type FollowOptions, send } from '../job/taken-job.ts';
import type { OpenSession } from '../session.ts';
import { NETWORKS } from './paths.ts';
import { readRequestFile } from './provision-request.ts';

interface BatchOptions extends FollowOptions {
  readonly key?: string;
  readonly parallel?: number;
}

export const addBatch = (network: Command, open: OpenSession): void => {
  network
    .command('provision-batch')
    .argument('<file>', '{"networks": […]} as JSON, - for the standard input')
    .description('ask for many networks at once, each a job of its own')
    .option('--parallel <n>', 'how many at once on one router', wholeNumber(1, 64))
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same networks')
    .option('--wait <seconds>', 'follow for at most so long', wholeNumber(0, 86_400), 600)
    .option('--async', 'do not follow')
    .addHelpText(
      'after',
      examples([
        'ferrule network provision-batch networks.json --key order-4713',
        'and what has become of all of them',
      ]),
    )
    .action(async (file: string, { parallel, ...options }: BatchOptions, command: Command) => {
      const session = await open(command);
      const body = {
        ...(await readRequestFile(file, session.terminal)),
        ...(parallel !== undefined && { parallel }),
      };
      const api = session.api();
      const key = options.key ?? `cli-${randomUUID()}`;
      const taken = await send(api, `${NETWORKS}/provision-batch`, key, { body });
      await follow(session, api, taken, options);
    });
};
