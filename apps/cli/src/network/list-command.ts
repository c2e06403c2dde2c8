import type { NetworkView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';

export const addList = (network: Command, open: OpenSession): void => {
  network
    .command('list')
    .description('all networks')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule network list --json', 'for a program']))
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: networks, next } = await collect<NetworkView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ networks: readonly NetworkView[]; next: string | null }>(
            '/api/v1/networks',
            { limit: size, cursor },
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
      if (networks.length === 0) terminal.note('There are no networks yet.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};
