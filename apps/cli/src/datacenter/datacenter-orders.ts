import type { DatacenterView } from '@ferrule/inventory-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { readOrder } from '../order-file.ts';
import type { OpenSession } from '../session.ts';
import { bgpOf, withBgp } from './bgp-options.ts';
import { pathOf, showDatacenter } from './datacenter-display.ts';
import { fieldsOf, type Settings } from './settings.ts';

const withSettings = (command: Command): Command =>
  withBgp(
    command
      .option('--name <text>', 'for people, and unique')
      .option('--uplink <interface>', 'the port towards the switches')
      .option('--bridge <interface>', 'a bridge that carries the VLANs in its place')
      .option('--qinq <tag>', 'VLANs travel in this service VLAN', wholeNumber(1, 4094))
      .option('--ether-type <type>', 'of the service tag: 0x88a8 or 0x8100')
      .option('--vlan', 'VLANs travel as they are')
      .option('--management <prefix...>', 'who may reach routers and every network')
      .option('--supernet <prefix...>', 'what all its networks are part of')
      .option('--dns-zone <zone...>', 'where names of its networks go, the first by default')
      .option('--resolver <address...>', 'whom its resolver asks')
      .option('--internet <interface>', 'where the Internet is')
      .option('--network-type <type...>', 'what networks may be for')
      .option('--time-zone <zone>', 'such as Europe/Paris'),
  ).option('--file <json>', 'fields as the HTTP API takes them, - for the standard input');

export const addRegister = (dc: Command, open: OpenSession): void => {
  withSettings(
    dc
      .command('register')
      .argument('<datacenter>', 'the id that it gets, such as DC3')
      .description('make a datacenter known'),
  )
    .addHelpText(
      'after',
      examples(
        [
          'ferrule dc register DC3 --name "Lyon 1" --uplink sfp-sfpplus1 --vlan --management 172.16.10.0/24 --supernet 172.24.0.0/16',
          'its own switches',
        ],
        ['ferrule dc register DC3 --file dc3.json', 'with firewall profiles of its own'],
      ),
    )
    .action(async (datacenterId: string, options: Settings, command: Command) => {
      const session = await open(command);
      const file = await readOrder(session.terminal, options.file);
      const bgp = await bgpOf(options, undefined);
      const body = { name: datacenterId, ...file, ...fieldsOf(options), ...bgp, datacenterId };
      const asked = { method: 'POST', body } as const;
      const view = await session.api().ask<DatacenterView>('/api/v1/datacenters', asked);
      showDatacenter(session, view);
    });
};

export const addConfigure = (dc: Command, open: OpenSession): void => {
  withSettings(
    dc
      .command('configure')
      .argument('<datacenter>', 'its id')
      .description('change what is known of a datacenter; what is not named stays'),
  )
    .option('--no-bridge', 'the uplink itself carries the VLANs')
    .option('--no-resolver', 'it has none')
    .option('--no-internet', 'there is none')
    .option('--no-bgp', 'it speaks none')
    .addHelpText(
      'after',
      examples(
        ['ferrule dc configure DC1 --dns-zone dc1.example', 'its routers follow with dc prepare'],
        ['ferrule dc configure DC1 --peer-key dc2=dc2.key', 'another BGP password, from a file'],
      ),
    )
    .action(async (id: string, options: Settings, command: Command) => {
      const session = await open(command);
      const api = session.api();
      const file = await readOrder(session.terminal, options.file);
      const bgp = await bgpOf(options, () => api.get<DatacenterView>(pathOf(id)));
      const body = { ...file, ...fieldsOf(options), ...bgp };
      if (Object.keys(body).length === 0)
        throw usage('say what changes, such as --dns-zone ZONE; see --help.');
      const asked = { method: 'PATCH', body } as const;
      showDatacenter(session, await api.ask<DatacenterView>(pathOf(id), asked));
    });
};

export const addMaintenance = (dc: Command, open: OpenSession): void => {
  dc.command('maintenance')
    .argument('<datacenter>', 'its id')
    .description('the commands of all its routers wait; or, with --end, go on')
    .option('--reason <text>', 'why, for whoever waits')
    .option('--end', 'it is over')
    .addHelpText(
      'after',
      examples(
        ['ferrule dc maintenance DC1 --reason "new power"', 'nothing is changed in it'],
        ['ferrule dc maintenance DC1 --end', 'what waited is done'],
      ),
    )
    .action(async (id: string, options: { reason?: string; end?: true }, command: Command) => {
      const { reason, end } = options;
      if ((reason === undefined) === (end === undefined))
        throw usage('say why with --reason TEXT, or that it is over with --end.');
      const session = await open(command);
      const asked =
        end === true
          ? { method: 'DELETE' as const }
          : { method: 'POST' as const, body: { reason } };
      const path = pathOf(id, 'maintenance');
      showDatacenter(session, await session.api().ask<DatacenterView>(path, asked));
    });
};
