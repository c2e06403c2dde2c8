import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compileDatacenter, compileNetwork, DIALECTS, dialectOf } from '@ferrule/router-domain';
import type { Compiled, Resource } from '@ferrule/router-domain';
import { tagOf } from '@ferrule/router-contracts';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { ProfileName } from '@ferrule/router-simulator-core';
import { DC1, DC2, networkWish } from './traffic-ground.ts';
import { TrafficSite } from './traffic-site.ts';

const bridged: DatacenterProfile = { ...DC1, bridge: 'switch' };

/** Everything that can be wished for. */
const rich = (vlanId: number) =>
  networkWish(vlanId, {
    dnsServers: ['9.9.9.9', '2620:FE:0::FE'],
    dnsDomain: 'acme.example',
    dhcpRange: `172.16.${vlanId}.100-172.16.${vlanId}.100`,
    dhcpOptions: [{ code: 66, value: "'tftp.example'" }],
    leaseSeconds: 691_261,
    routes: [
      { destination: `10.${vlanId}.0.0/16`, gateway: `172.16.${vlanId}.9` },
      { destination: `2001:db8:aa${vlanId}::/48`, gateway: `2001:db8:1:${vlanId}::9` },
    ],
    bgpEnabled: true,
    dnsRecords: [
      { name: `www${vlanId}.acme.example`, address: `172.16.${vlanId}.9` },
      { name: `www${vlanId}.acme.example`, address: `2001:DB8:1:${vlanId}:0::9` },
    ],
    ipv6: { subnet: `2001:db8:1:${vlanId}::/64`, gateway: `2001:db8:1:${vlanId}::1` },
    mtu: 1504,
  });
const apart = networkWish(151, { nat: false, vrf: 'acme', dnsServers: ['172.16.151.2'] });

const goodOf = (compiled: Compiled): readonly Resource[] =>
  'failure' in compiled ? [] : compiled.resources;

const resourcesFor = (version: string, datacenter: DatacenterProfile): readonly Resource[] => {
  const dialect = dialectOf(version);
  const wishes = datacenter.id === 'DC2' ? [networkWish(150, {}, 20)] : [rich(150), apart];
  return [
    ...goodOf(compileDatacenter(datacenter, dialect, tagOf)),
    ...wishes.flatMap((wish) => goodOf(compileNetwork(wish, datacenter, dialect, tagOf))),
  ];
};

describe.each(DIALECTS.map(({ name }) => name as ProfileName))('RouterOS %s', (version) => {
  let site: TrafficSite;

  beforeEach(async () => {
    site = await TrafficSite.start(DC1, version);
    await site.type('/interface/bridge/add name=switch vlan-filtering=yes');
  });

  afterEach(() => site.stop());

  it.each([
    ['plain VLANs', DC1],
    ['VLANs of a bridge', bridged],
    ['a service VLAN', DC2],
  ])('reads every row back as it was compiled, with %s', async (_, datacenter) => {
    const resources = resourcesFor(version, datacenter);
    expect(resources.length).toBeGreaterThan(60);
    for (const { path, attributes } of resources) {
      const words = Object.entries(attributes).map(([name, value]) => `=${name}=${value}`);
      const isAlone = attributes['comment'] === undefined;
      const { ret } = await site.box.run([`${path}/${isAlone ? 'set' : 'add'}`, ...words]);
      const [row] = await site.rows(path, ...(isAlone ? [] : [`?.id=${ret ?? ''}`]));
      expect({ path, ...row }).toMatchObject({ path, ...attributes });
    }
  });
});

interface Menu {
  readonly cmds?: readonly string[];
  readonly add?: readonly string[];
  readonly set?: readonly string[];
}

const file = fileURLToPath(
  new URL('../../../shared/reference/routeros/menus-by-version.json.gz', import.meta.url),
);

type Menus = Readonly<Record<string, Readonly<Record<string, Menu>>>>;

/** Of a checkout without the file nothing is known beyond what the simulator has. */
const menus = existsSync(file)
  ? (JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Menus)
  : {};

describe('what is compiled, where it can be held against what routers said of themselves', () => {
  it.each([
    ['7.16.2', '7.16'],
    ['7.17.1', '7.17'],
    ['7.19.6', '7.19'],
    ['7.20.8', '7.20'],
    ['7.24', '7.24'],
  ])('is in the menus of RouterOS %s', (real, version) => {
    const known = menus[real];
    const missing = [DC1, bridged, DC2]
      .flatMap((datacenter) => resourcesFor(version, datacenter))
      .flatMap(({ path, attributes }) => {
        const menu = known?.[path];
        const names = new Set([...(menu?.add ?? []), ...(menu?.set ?? [])]);
        return Object.keys(attributes)
          .filter((name) => known !== undefined && !names.has(name))
          .map((name) => `${path} ${name}`);
      });
    expect(missing).toEqual([]);
  });
});
