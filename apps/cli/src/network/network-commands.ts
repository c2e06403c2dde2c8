import { randomUUID } from 'node:crypto';
import type { NetworkView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { follow, send } from '../job/taken-job.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { provisionRequest, type ProvisionOptions } from './provision-request.ts';

const addProvision = (network: Command, open: OpenSession): void => {
  network
    .command('provision')
    .description('ask for a network and follow the job')
    .option('--client <id>', 'the customer it is for')
    .option('--datacenter <id>', 'where, such as DC1')
    .option('--size <prefix>', 'a prefix length from /16 to /30, such as /24')
    .option('--type <type>', 'production, staging, development, management, storage, kubernetes')
    .option('--no-dhcp', 'hand out no addresses on it')
    .option('--firewall-profile <profile>', 'standard, isolated or open')
    .option('--bgp', 'announce it to the other datacenters')
    .option('--description <text>', 'one line for people')
    .option('--file <path>', 'a request as JSON, - for the standard input; options win over it')
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
      const taken = await send(api, '/api/v1/networks/provision', key, body);
      await follow(session, api, taken, options);
    });
};

const addList = (network: Command, open: OpenSession): void => {
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

const addShow = (network: Command, open: OpenSession): void => {
  network
    .command('show')
    .argument('<network>', 'its id')
    .description('one network')
    .addHelpText(
      'after',
      examples(['ferrule network show net-64dc2ee22833fcc7', 'its addresses, VLAN and owner']),
    )
    .action(async (networkId: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const view = await api().get<NetworkView>(
        `/api/v1/networks/${encodeURIComponent(networkId)}`,
      );
      if (json) {
        printJson(view);
        return;
      }
      terminal.print(
        `${terminal.paint('bold', view.networkId)} is ${view.status} in ${view.datacenter}`,
      );
      printFacts(terminal, [
        ['subnet', view.subnet],
        ['gateway', view.gateway],
        ['VLAN', view.vlanId],
        ['DHCP range', view.dhcpRange],
        ['client', view.clientId],
        ['type', view.type],
        ['description', view.description],
        ['allocated', time(view.allocatedAt)],
        ['tenant', view.tenant],
      ]);
    });
};

export const addNetworkCommands = (program: Command, open: OpenSession): void => {
  const network = program
    .command('network')
    .description('networks: ask for one, look at them')
    .addHelpText(
      'after',
      examples(
        [
          'ferrule network provision --client acme-corp --datacenter DC1 --size /24',
          'ask for a /24',
        ],
        ['ferrule network list', 'what is allocated'],
      ),
    );
  addProvision(network, open);
  addList(network, open);
  addShow(network, open);
};
