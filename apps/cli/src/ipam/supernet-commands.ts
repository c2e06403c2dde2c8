import type { SupernetView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addEnd, addList } from './catalog.ts';
import { supernetPath } from './paths.ts';

interface AddOptions {
  readonly prefix: string;
  readonly role: string;
  readonly dc?: string;
  readonly vrf?: string;
}

export const addSupernetCommands = (ipam: Command, open: OpenSession): void => {
  const supernet = ipam
    .command('supernet')
    .description('supernets: what all pools of a role are part of')
    .addHelpText('after', examples(['ferrule ipam supernet list', 'which there are']));
  addList<SupernetView>(supernet, open, {
    path: '/api/v1/ipam/supernets',
    member: 'supernets',
    description: 'all supernets',
    example: ['ferrule ipam supernet list', 'which there are'],
    columns: [
      { title: 'SUPERNET', text: ({ supernetId }) => supernetId, least: 8 },
      { title: 'PREFIX', text: ({ prefix }) => prefix, least: 9 },
      { title: 'ROLE', text: ({ role }) => role, least: 6 },
      { title: 'DC', text: ({ datacenter }) => datacenter ?? '', least: 4 },
      { title: 'VRF', text: ({ vrfId }) => vrfId, least: 7 },
      { title: 'POOLS', text: ({ pools }) => String(pools), align: 'right' },
    ],
    empty: 'There are no supernets.',
  });
  supernet
    .command('add')
    .argument('<supernet>', 'the id that it gets')
    .description('say what the pools of a role are part of')
    .requiredOption('--prefix <prefix>', 'all of it, such as 172.24.0.0/14')
    .requiredOption('--role <role>', 'production, management, …')
    .option('--dc <id>', 'of one datacenter')
    .option('--vrf <id>', 'default unless given')
    .addHelpText(
      'after',
      examples([
        'ferrule ipam supernet add DC1-labs --prefix 172.24.0.0/14 --role lab --dc DC1',
        'a pool that names it has to lie in it',
      ]),
    )
    .action(async (supernetId: string, options: AddOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { prefix, role, dc, vrf } = options;
      const body = { supernetId, prefix, role, datacenter: dc, vrfId: vrf };
      const asked = { method: 'POST', body } as const;
      const made = await api().ask<SupernetView>('/api/v1/ipam/supernets', asked);
      if (json) printJson(made);
      else terminal.print(`${terminal.paint('bold', made.supernetId)} is ${made.prefix}`);
    });
  addEnd(supernet, open, {
    name: 'remove',
    argument: ['supernet', 'its id'],
    description: 'refused while a pool is part of it',
    example: ['ferrule ipam supernet remove DC1-labs', 'its prefix can be used otherwise'],
    pathOf: supernetPath,
    done: 'is removed',
  });
};
