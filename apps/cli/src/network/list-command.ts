import type { NetworkView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';

interface ListOptions {
  readonly limit: number;
  readonly dc?: string;
  readonly client?: string;
  readonly type?: string;
  readonly tag?: string;
  readonly status?: string;
}

export const addList = (network: Command, open: OpenSession): void => {
  network
    .command('list')
    .description('all networks, or those that are looked for')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .option('--dc <id>', 'only in this datacenter')
    .option('--client <id>', 'only of this customer')
    .option('--type <type>', 'only of this type')
    .option('--tag <tag>', 'only with this tag')
    .option('--status <status>', 'allocated, provisioned, deprovisioning or released')
    .addHelpText(
      'after',
      examples(
        ['ferrule network list --dc DC1 --status provisioned', 'what a datacenter carries'],
        ['ferrule network list --json', 'for a program'],
      ),
    )
    .action(async ({ limit, dc, ...wanted }: ListOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: networks, next } = await collect<NetworkView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ networks: readonly NetworkView[]; next: string | null }>(
            '/api/v1/networks',
            { limit: size, cursor, datacenter: dc, ...wanted },
          );
          return { items: page.networks, next: page.next };
        },
      );
      if (json) {
        printJson({ networks, next });
        return;
      }
      new Table<NetworkView>(terminal, [
        { title: 'NETWORK', text: ({ networkId }) => networkId },
        { title: 'SUBNET', text: ({ subnet }) => subnet },
        { title: 'VLAN', text: ({ vlanId }) => String(vlanId) },
        { title: 'DC', text: ({ datacenter }) => datacenter, least: 4 },
        { title: 'CLIENT', text: ({ clientId }) => clientId, least: 6 },
        { title: 'TYPE', text: ({ type }) => type, least: 5 },
        {
          title: 'STATUS',
          text: ({ status }) => status,
          colour: ({ status }) => (status === 'released' ? 'dim' : undefined),
          least: 6,
        },
      ]).print(networks);
      const isAll = dc === undefined && Object.keys(wanted).length === 0;
      if (networks.length === 0)
        terminal.note(isAll ? 'There are no networks yet.' : 'There is no such network.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};
