import type { NetworkView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, time } from '../table.ts';
import { networkPath } from './paths.ts';

export const addShow = (network: Command, open: OpenSession): void => {
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
      const view = await api().get<NetworkView>(networkPath(networkId));
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
        ['service VLAN', view.serviceVlan],
        ['DHCP range', view.dhcpRange],
        ['IPv6', view.ipv6Subnet],
        ['IPv6 gateway', view.ipv6Gateway],
        ['DNS zone', view.dnsZone],
        ['VRF', view.vrfId],
        ['tags', view.tags.length === 0 ? null : view.tags.join(', ')],
        ['client', view.clientId],
        ['type', view.type],
        ['description', view.description],
        ['allocated', time(view.allocatedAt)],
        ['tenant', view.tenant],
      ]);
    });
};
