import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Not on the internet: private, shared, local, documentation, benchmarks, multicast, reserved. */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Of IPv6 also what leads to an address of IPv4 in another dress.
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
] as const;

const blockList = (networks: readonly string[]): BlockList => {
  const blocks = new BlockList();
  for (const network of networks) {
    const [address = '', length = ''] = network.split('/');
    blocks.addSubnet(address, Number(length), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return blocks;
};

const isIn = (blocks: BlockList, address: string): boolean =>
  blocks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}

/**
 * Where a webhook may lead. Its address is looked at when the connection is made, and that very one
 * is connected to: a name that leads somewhere else a moment later leads nowhere.
 */
export class Reach {
  readonly #notPublic = blockList(NOT_PUBLIC);
  readonly #allowed: BlockList;

  constructor(allowedNetworks: readonly string[]) {
    this.#allowed = blockList(allowedNetworks);
  }

  /** Throws for an address that must not be called. */
  check(address: string, { protocol }: URL): void {
    // ::ffff:10.0.0.1 is 10.0.0.1; the block list knows that for the networks of IPv4.
    if (isIn(this.#allowed, address)) return;
    if (isIn(this.#notPublic, address))
      throw new NotReachable('it leads to an address that is not public');
    if (protocol !== 'https:')
      throw new NotReachable('without TLS nothing is sent to the internet');
  }

  /** Of a host that is an address already nobody asks; everything else is looked up, and checked. */
  lookupFor(url: URL): LookupFunction {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) this.check(host, url);
    return (hostname, options, done) => {
      lookUp(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) {
          done(error, '', 0);
          return;
        }
        try {
          for (const { address } of addresses) this.check(address, url);
        } catch (refusal) {
          done(refusal instanceof Error ? refusal : new Error(String(refusal)), '', 0);
          return;
        }
        const [first] = addresses;
        if (options.all === true) done(null, addresses);
        else done(null, first?.address ?? '', first?.family ?? 0);
      });
    };
  }
}
