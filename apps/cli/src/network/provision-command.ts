import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { follow, send } from '../job/taken-job.ts';
import type { OpenSession } from '../session.ts';
import { NETWORKS } from './paths.ts';
import { takesRequest } from './provision-options.ts';
import { provisionRequest, type ProvisionOptions } from './provision-request.ts';

export const addProvision = (network: Command, open: OpenSession): void => {
  takesRequest(network.command('provision'))
    .description('ask for a network and follow the job')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same network')
    .option('--wait <seconds>', 'follow for at most so long', wholeNumber(0, 86_400), 120)
    .option('--async', 'do not follow')
    .addHelpText(
      'after',
      examples(
        [
          'ferrule network provision --client acme-corp --datacenter DC1 --size /24',
          'a /24 in DC1',
        ],
        ['ferrule network provision --file request.json --key order-4711', 'safe to repeat'],
        ['ferrule network provision --file - --async --json < request.json', 'from a script'],
      ),
    )
    .action(async (options: ProvisionOptions, command: Command) => {
      const session = await open(command);
      const body = await provisionRequest(options, session.terminal);
      const api = session.api();
      const key = options.key ?? `cli-${randomUUID()}`;
      const taken = await send(api, `${NETWORKS}/provision`, key, { body });
      await follow(session, api, taken, options);
    });
};
