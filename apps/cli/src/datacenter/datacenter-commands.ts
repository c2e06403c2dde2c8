import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { follow, type FollowOptions, send } from '../job/taken-job.ts';
import type { OpenSession } from '../session.ts';

const PREPARE = 'ferrule datacenter prepare DC1';

export const addDatacenterCommands = (program: Command, open: OpenSession): void => {
  const datacenter = program
    .command('datacenter')
    .description('what all networks of a datacenter share')
    .addHelpText('after', examples([PREPARE, "put the base configuration on DC1's router"]));

  datacenter
    .command('prepare')
    .argument('<datacenter>', 'its id')
    .description("put the base configuration on the datacenter's router; what is there stays")
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same job')
    .option('--wait <seconds>', 'follow for at most so long', wholeNumber(0, 86_400), 120)
    .option('--async', 'do not follow')
    .addHelpText('after', examples([PREPARE, 'once, before its first network']))
    .action(async (id: string, options: FollowOptions & { key?: string }, command: Command) => {
      const session = await open(command);
      const api = session.api();
      const path = `/api/v1/datacenters/${encodeURIComponent(id)}/prepare`;
      const taken = await send(api, path, options.key ?? `cli-${randomUUID()}`);
      await follow(session, api, taken, options);
    });
};
