import type { NetworkWish, RouterFailure } from '@ferrule/router-contracts';
import { readAddress } from './address.ts';
import { refused } from './compiled.ts';
import { isHostName } from './names.ts';

/** Netmask, gateway, name servers, domain, lease and the message itself: they follow from the wish. */
const OWN_OPTIONS = new Set([1, 3, 6, 15, 51, 53, 54]);

function* faultsOfOptions({ dhcpRange, dhcpOptions }: NetworkWish): Generator<RouterFailure> {
  if (dhcpRange === null && dhcpOptions.length > 0)
    yield refused('dhcpOptions', 'there is nobody to hand them out: the network has no DHCP');
  for (const [at, { code, value }] of dhcpOptions.entries()) {
    const field = `dhcpOptions[${at}]`;
    if (!Number.isInteger(code) || code < 1 || code > 254 || OWN_OPTIONS.has(code))
      yield refused(`${field}.code`, `${code} is no option that can be set`);
    if (dhcpOptions.findIndex((other) => other.code === code) !== at)
      yield refused(`${field}.code`, `option ${code} is there twice`);
    if (!/^[\x20-\x7e]{1,255}$/u.test(value))
      yield refused(`${field}.value`, 'it is no value', "write it as 'text' or 0x0A0B");
  }
}

function* faultsOfRecords({ dnsRecords }: NetworkWish): Generator<RouterFailure> {
  for (const [at, { name, address }] of dnsRecords.entries()) {
    const field = `dnsRecords[${at}]`;
    if (!isHostName(name)) yield refused(`${field}.name`, `${name} is no name in lower case`);
    if (readAddress(address) === undefined)
      yield refused(`${field}.address`, `${address} is no address`);
    const twice = dnsRecords.findIndex((o) => o.name === name && o.address === address) !== at;
    if (twice) yield refused(field, `${name} is there twice with ${address}`);
  }
}

/** What DHCP and the resolver are to say. */
export function* faultsOfServices(wish: NetworkWish): Generator<RouterFailure> {
  const { dnsServers, dnsDomain, leaseSeconds } = wish;
  for (const [at, server] of dnsServers.entries())
    if (readAddress(server) === undefined)
      yield refused(`dnsServers[${at}]`, `${server} is no address`);
  if (dnsDomain !== null && !isHostName(dnsDomain))
    yield refused('dnsDomain', `${dnsDomain} is no domain in lower case`);
  if (!Number.isInteger(leaseSeconds) || leaseSeconds < 60 || leaseSeconds > 31_536_000)
    yield refused('leaseSeconds', `${leaseSeconds} is no lease of a minute to a year`);
  yield* faultsOfOptions(wish);
  yield* faultsOfRecords(wish);
}
