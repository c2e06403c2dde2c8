import type { VlanGroupView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addEnd, addList, share } from './catalog.ts';
import { vlanGroupPath } from './paths.ts';

interface CreateOptions {
  readonly dc: string;
  readonly first: number;
  readonly last: number;
  readonly serviceVlan?: number;
}

const number = wholeNumber(0, 1_000_000);

export const addVlanCommands = (ipam: Command, open: OpenSession): void => {
  const vlans = ipam
    .command('vlans')
    .description('VLAN groups: what networks of a datacenter get their VLANs from')
    .addHelpText('after', examples(['ferrule ipam vlans list', 'how many are left']));
  addList<VlanGroupView>(vlans, open, {
    path: '/api/v1/ipam/vlan-groups',
    member: 'vlanGroups',
    description: 'all VLAN groups',
    example: ['ferrule ipam vlans list', 'how many are left'],
    columns: [
      { title: 'GROUP', text: ({ vlanGroupId }) => vlanGroupId, least: 8 },
      { title: 'DC', text: ({ datacenter }) => datacenter, least: 4 },
      { title: 'VLANS', text: ({ first, last }) => `${first}-${last}` },
      { title: 'BEHIND', text: ({ serviceVlan }) => String(serviceVlan ?? ''), align: 'right' },
      { title: 'HELD', text: ({ held }) => String(held), align: 'right' },
      { title: 'QUARANTINE', text: ({ quarantined }) => String(quarantined), align: 'right' },
      { title: 'FREE', text: ({ free }) => String(free), align: 'right' },
      {
        title: 'USED',
        text: ({ held, quarantined, free }) => share(held + quarantined, free),
        align: 'right',
      },
    ],
    empty: 'There are no VLAN groups.',
  });
  vlans
    .command('create')
    .argument('<group>', 'the id that it gets')
    .description('create a VLAN group')
    .requiredOption('--dc <id>', 'the datacenter whose VLANs they are')
    .requiredOption('--first <vlan>', 'from 2 on', number)
    .requiredOption('--last <vlan>', '4094 at most', number)
    .option('--service-vlan <tag>', 'the outer tag of Q-in-Q', number)
    .addHelpText(
      'after',
      examples([
        'ferrule ipam vlans create DC1-labs --dc DC1 --first 2001 --last 2999',
        'for a pool that names it',
      ]),
    )
    .action(async (vlanGroupId: string, options: CreateOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const { dc, first, last, serviceVlan } = options;
      const body = { vlanGroupId, datacenter: dc, first, last, serviceVlan };
      const asked = { method: 'POST', body } as const;
      const made = await api().ask<VlanGroupView>('/api/v1/ipam/vlan-groups', asked);
      if (json) printJson(made);
      else
        terminal.print(
          `${terminal.paint('bold', made.vlanGroupId)} has ${made.free} VLANs, ${made.first} to ${made.last}`,
        );
    });
  addEnd(vlans, open, {
    name: 'retire',
    argument: ['group', 'its id'],
    description: 'refused while a pool gets its VLANs from it',
    example: ['ferrule ipam vlans retire DC1-labs', 'its VLANs can be used otherwise'],
    pathOf: vlanGroupPath,
    done: 'is retired',
  });
};
