import type { Command } from 'commander';

const gathered = (tag: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  tag,
];

/** What a network is to be: for those who ask for it, and for those who only want to know. */
export const takesRequest = (command: Command): Command =>
  command
    .option('--client <id>', 'the customer it is for')
    .option('--datacenter <id>', 'where, such as DC1')
    .option('--size <prefix>', 'a prefix length from /16 to /30, such as /24')
    .option('--type <type>', 'production, staging, development, management, storage, kubernetes')
    .option('--prefix <prefix>', 'this one and no other, such as 172.16.150.0/24')
    .option('--ipv6 [size]', 'with IPv6: a /64, or a wider prefix such as /56')
    .option('--vrf <id>', 'in a routing table of its own')
    .option('--no-dhcp', 'hand out no addresses on it')
    .option('--firewall-profile <profile>', 'standard, isolated or open')
    .option('--bgp', 'announce it to the other datacenters')
    .option('--dns-zone <zone>', 'publish its names there')
    .option('--description <text>', 'one line for people')
    .option('--tag <tag>', 'to find it again; may be given more than once', gathered)
    .option('--ticket <text>', 'where it was asked for')
    .option('--file <path>', 'a request as JSON, - for the standard input; options win over it');
