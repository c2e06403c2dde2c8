import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addBatch } from './batch-command.ts';
import { addDelete } from './delete-command.ts';
import { addList } from './list-command.ts';
import { addPlan } from './plan-command.ts';
import { addProvision } from './provision-command.ts';
import { addShow } from './show-command.ts';

export const addNetworkCommands = (program: Command, open: OpenSession): void => {
  const network = program
    .command('network')
    .description('networks: ask for one, look at them, take one down')
    .addHelpText(
      'after',
      examples(
        [
          'ferrule network provision --client acme-corp --datacenter DC1 --size /24',
          'ask for a /24',
        ],
        ['ferrule network list', 'what is there'],
        ['ferrule network delete net-64dc2ee22833fcc7', 'take one down'],
      ),
    );
  addProvision(network, open);
  addBatch(network, open);
  addPlan(network, open);
  addList(network, open);
  addShow(network, open);
  addDelete(network, open);
};
