import {
  type BgpProfile,
  type DatacenterProfile,
  FIREWALL_PROFILES,
  type RouterEntry,
} from '@ferrule/inventory-contracts';
import type { Keyring } from '@ferrule/sealed-secret';
import { readStrictly } from '@ferrule/validation';
import { openMd5Keys, openPassword } from './open-secrets.ts';
import type { KnownRouter } from './router-directory.ts';
import {
  type DatacenterDocument,
  type RouterDocument,
  RoutersFileDocument,
} from './routers-file.document.ts';

export interface Seeded {
  readonly datacenter: DatacenterProfile;
  readonly routers: readonly KnownRouter[];
}

/** What the file says of one datacenter. An error names the field, and no value: there are secrets. */
export const readRoutersFile = (text: string, datacenter: string, keys: Keyring): Seeded => {
  const { instance, errors } = readStrictly(RoutersFileDocument, parsed(text));
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  const found = instance.datacenters.find(({ id }) => id === datacenter);
  if (found === undefined) throw new Error(`datacenters has no ${datacenter}`);
  const ids = instance.routers.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new Error(`routers has ${twice} twice`);
  return {
    datacenter: openMd5Keys(profileOf(found), keys),
    routers: instance.routers
      .filter((router) => router.datacenter === datacenter)
      .map((router) => openPassword(entryOf(router), keys)),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('it is no JSON');
  }
};

const entryOf = (router: RouterDocument): RouterEntry => ({
  id: router.id,
  datacenter: router.datacenter,
  address: router.address,
  port: router.port,
  user: router.user,
  status: router.status,
  tls: router.tls === undefined ? null : { fingerprint256: router.tls.fingerprint256 ?? null },
  dialect: router.dialect ?? null,
  password: router.password,
});

const profileOf = (document: DatacenterDocument): DatacenterProfile => {
  const { id, uplink, bridge, management, supernets, resolver, internet, bgp } = document;
  return {
    id,
    uplink,
    bridge: bridge ?? null,
    encapsulation: encapsulationOf(document),
    management,
    supernets,
    resolver: resolver ?? null,
    internet: internet ?? null,
    bgp: bgp === undefined ? null : bgpOf(bgp),
    firewallProfiles: document.firewallProfiles ?? FIREWALL_PROFILES,
  };
};

const bgpOf = ({ as, routerId, peers }: NonNullable<DatacenterDocument['bgp']>): BgpProfile => ({
  as,
  routerId,
  peers: peers.map(({ md5Key, ...peer }) => ({ ...peer, ...(md5Key !== undefined && { md5Key }) })),
});

const encapsulationOf = ({
  id,
  encapsulation: { kind, serviceVlan, etherType = '0x88a8' },
}: DatacenterDocument): DatacenterProfile['encapsulation'] => {
  if (kind === 'vlan') return { kind };
  if (serviceVlan === undefined)
    throw new Error(`the encapsulation of ${id} is qinq and needs a serviceVlan`);
  return { kind, serviceVlan, etherType };
};
