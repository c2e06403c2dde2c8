import { randomUUID } from 'node:crypto';
import type { AllocationPreview, NetworkView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { printFacts } from '../table.ts';
import { wordingOf } from './wording-options.ts';

interface AllocateOptions {
  readonly client: string;
  readonly dc: string;
  readonly size: string;
  readonly type?: string;
  readonly pool?: string;
  readonly subnet?: string;
  readonly vlan?: number;
  readonly ipv6?: string;
  /** False when `--no-dhcp` was given; true is also commander's default. */
  readonly dhcp: boolean;
  readonly description?: string;
  readonly tag?: readonly string[];
  readonly field?: readonly string[];
  readonly dryRun?: true;
  readonly key?: string;
}

const requestOf = (options: AllocateOptions): object => ({
  clientId: options.client,
  datacenter: options.dc,
  size: options.size,
  type: options.type,
  poolId: options.pool,
  subnet: options.subnet,
  vlanId: options.vlan,
  ipv6Size: options.ipv6,
  ...wordingOf(options),
  ...(options.dhcp ? {} : { enableDHCP: false }),
});

const factsOf = (view: AllocationPreview | NetworkView) =>
  [
    ['subnet', view.subnet],
    ['IPv6', view.ipv6],
    ['gateway', view.gateway],
    ['VLAN', view.vlanId],
    ['service VLAN', view.serviceVlan],
    ['DHCP range', view.dhcpRange],
    ['pool', view.poolId],
  ] as const;

export const addAllocate = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('allocate')
    .description('take addresses and a VLAN; no router hears of it')
    .requiredOption('--client <id>', 'the customer it is for')
    .requiredOption('--dc <id>', 'where, such as DC1')
    .requiredOption('--size <prefix>', 'a prefix length, such as /24')
    .option('--type <type>', 'what it is for; production unless given')
    .option('--pool <id>', 'out of this pool')
    .option('--subnet <prefix>', 'this prefix and no other')
    .option('--vlan <id>', 'this VLAN and no other', wholeNumber(0, 1_000_000))
    .option('--ipv6 <prefix>', 'a second prefix, of IPv6, such as /64')
    .option('--no-dhcp', 'hand out no addresses on it')
    .option('--description <text>', 'one line for people')
    .option('--tag <tag...>', 'to find it again')
    .option('--field <name=value...>', 'custom fields')
    .option('--dry-run', 'only show what it would get')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same network')
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam allocate --client acme --dc DC1 --size /24 --dry-run', 'what would it be?'],
        ['ferrule ipam allocate --client acme --dc DC1 --size /24 --key order-1', 'take it'],
      ),
    )
    .action(async (options: AllocateOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const body = requestOf(options);
      if (options.dryRun) {
        const path = '/api/v1/networks/preview';
        const preview = await api().ask<AllocationPreview>(path, { method: 'POST', body });
        if (json) {
          printJson(preview);
          return;
        }
        printFacts(terminal, factsOf(preview));
        terminal.note('Nothing was taken.');
        return;
      }
      const network = await api().ask<NetworkView>('/api/v1/networks/allocate', {
        method: 'POST',
        body,
        headers: { 'idempotency-key': options.key ?? `cli-${randomUUID()}` },
      });
      if (json) {
        printJson(network);
        return;
      }
      terminal.print(`${terminal.paint('bold', network.networkId)} is ${network.status}`);
      printFacts(terminal, factsOf(network));
    });
};

export const addRelease = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('release')
    .argument('<network>', 'its id')
    .description('give back what allocate took')
    .option('--reason <text>', 'one line for people')
    .option('--force', 'also when addresses are attached')
    .addHelpText(
      'after',
      examples(['ferrule ipam release alloc-64dc2ee22833fcc7', 'free after its quarantine']),
    )
    .action(
      async (
        id: string,
        { reason, force }: { readonly reason?: string; readonly force?: true },
        command: Command,
      ) => {
        const { api, json, printJson, terminal } = await open(command);
        const query = new URLSearchParams({
          ...(reason !== undefined && { reason }),
          ...(force && { force: 'true' }),
        });
        const path = `/api/v1/networks/${encodeURIComponent(id)}?${query.toString()}`;
        const network = await api().ask<NetworkView>(path, { method: 'DELETE' });
        if (json) printJson(network);
        else
          terminal.print(
            `${terminal.paint('bold', network.networkId)} is ${network.status}: ${network.subnet}, VLAN ${network.vlanId}`,
          );
      },
    );
};
