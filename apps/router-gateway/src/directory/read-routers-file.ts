import {
  type BgpProfile,
  type DatacenterProfile,
  FIREWALL_PROFILES,
  type RouterEntry,
} from '@ferrule/inventory-contracts';
import type { Keyring } from '@ferrule/sealed-secret';
import { readStrictly } from '@ferrule/validation';
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
    datacenter: profileOf(found, keys),
    routers: instance.routers
      .filter((router) => router.datacenter === datacenter)
      .map((router) => entryOf(router, keys)),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('it is no JSON');
  }
};

const opened = (keys: Keyring, sealed: string, place: string, field: string): string => {
  try {
    return keys.open(sealed, place);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${field} must be sealed for ${place}: it ${why}`, { cause: error });
  }
};

const entryOf = (router: RouterDocument, keys: Keyring): RouterEntry => ({
  id: router.id,
  datacenter: router.datacenter,
  address: router.address,
  port: router.port,
  user: router.user,
  status: router.status,
  tls: router.tls === undefined ? null : { fingerprint256: router.tls.fingerprint256 ?? null },
  dialect: router.dialect ?? null,
  password: opened(
    keys,
    router.password,
    `router/${router.id}/password`,
    `the password of ${router.id}`,
  ),
});

const profileOf = (document: DatacenterDocument, keys: Keyring): DatacenterProfile => {
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
    bgp: bgp === undefined ? null : bgpOf(id, bgp, keys),
    firewallProfiles: document.firewallProfiles ?? FIREWALL_PROFILES,
  };
};

const bgpOf = (
  datacenter: string,
  bgp: NonNullable<DatacenterDocument['bgp']>,
  keys: Keyring,
): BgpProfile => ({
  as: bgp.as,
  routerId: bgp.routerId,
  peers: bgp.peers.map(({ name, address, as, md5Key }) => {
    const peer = { name, address, as };
    if (md5Key === undefined) return peer;
    const place = `datacenter/${datacenter}/bgp/${name}`;
    return { ...peer, md5Key: opened(keys, md5Key, place, `the MD5 key of ${name}`) };
  }),
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
