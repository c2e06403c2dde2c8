import type { VrfView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addEnd, addList } from './catalog.ts';
import { vrfPath } from './paths.ts';

export const addVrfCommands = (ipam: Command, open: OpenSession): void => {
  const vrf = ipam
    .command('vrf')
    .description('VRFs: routing tables, each with addresses of its own')
    .addHelpText('after', examples(['ferrule ipam vrf list', 'which there are']));
  addList<VrfView>(vrf, open, {
    path: '/api/v1/ipam/vrfs',
    member: 'vrfs',
    description: 'all VRFs',
    example: ['ferrule ipam vrf list', 'which there are'],
    columns: [
      { title: 'VRF', text: ({ vrfId }) => vrfId, least: 8 },
      { title: 'SUPERNETS', text: ({ supernets }) => String(supernets), align: 'right' },
      { title: 'POOLS', text: ({ pools }) => String(pools), align: 'right' },
      { title: 'DESCRIPTION', text: ({ description }) => description ?? '', least: 11 },
    ],
    empty: 'There are no VRFs.',
  });
  vrf
    .command('create')
    .argument('<vrf>', 'the id that it gets')
    .description('create a VRF')
    .option('--description <text>', 'one line for people')
    .addHelpText(
      'after',
      examples(['ferrule ipam vrf create blue', 'for a customer who brings 10.0.0.0/8']),
    )
    .action(async (vrfId: string, { description }: { description?: string }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const body = { vrfId, description };
      const made = await api().ask<VrfView>('/api/v1/ipam/vrfs', { method: 'POST', body });
      if (json) printJson(made);
      else terminal.print(`${terminal.paint('bold', made.vrfId)} is there`);
    });
  addEnd(vrf, open, {
    name: 'retire',
    argument: ['vrf', 'its id'],
    description: 'refused while a supernet or a pool is of it',
    example: ['ferrule ipam vrf retire blue', 'for good'],
    pathOf: vrfPath,
    done: 'is retired',
  });
};
