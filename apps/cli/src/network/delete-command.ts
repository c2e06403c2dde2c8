import { randomUUID } from 'node:crypto';
import type { NetworkView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { follow, type FollowOptions, send, type Taken } from '../job/taken-job.ts';
import type { OpenSession } from '../session.ts';
import { networkPath } from './paths.ts';

interface DeleteOptions extends FollowOptions {
  readonly force?: true;
  readonly reason?: string;
  readonly ticket?: string;
  readonly key?: string;
}

const pathOf = (networkId: string, { force, reason, ticket }: DeleteOptions): string => {
  const query = new URLSearchParams({
    ...(force && { force: 'true' }),
    ...(reason !== undefined && { reason }),
    ...(ticket !== undefined && { ticket }),
  });
  return query.size === 0
    ? networkPath(networkId)
    : `${networkPath(networkId)}?${query.toString()}`;
};

export const addDelete = (network: Command, open: OpenSession): void => {
  network
    .command('delete')
    .argument('<network>', 'its id')
    .description('take a network down: off its router, its names, then its addresses')
    .option('--force', 'also while addresses of it are in use')
    .option('--reason <text>', 'why, for whoever reads the trail')
    .option('--ticket <text>', 'where it was asked for')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same job')
    .option('--wait <seconds>', 'follow for at most so long', wholeNumber(0, 86_400), 120)
    .option('--async', 'do not follow')
    .addHelpText(
      'after',
      examples(
        ['ferrule network delete net-64dc2ee22833fcc7 --ticket CHG-4712', 'and follow the job'],
        ['ferrule network delete net-64dc2ee22833fcc7 --force', 'although machines still use it'],
      ),
    )
    .action(async (networkId: string, options: DeleteOptions, command: Command) => {
      const session = await open(command);
      const api = session.api();
      const key = options.key ?? `cli-${randomUUID()}`;
      const taken: Taken | NetworkView = await send<Taken | NetworkView>(
        api,
        pathOf(networkId, options),
        key,
        { method: 'DELETE' },
      );
      if ('jobId' in taken) await follow(session, api, taken, options);
      // No router ever carried it, so there is nothing to wait for.
      else if (session.json) session.printJson(taken);
      else session.terminal.print(`${networkId} is ${taken.status}`);
    });
};
