import {
  type DatacenterProfile,
  md5KeyPlace,
  type RouterEntry,
  routerPasswordPlace,
} from '@ferrule/inventory-contracts';
import type { Keyring } from '@ferrule/sealed-secret';
import type { KnownRouter } from './router-directory.ts';

const opened = (keys: Keyring, sealed: string, place: string, field: string): string => {
  try {
    return keys.open(sealed, place);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${field} must be sealed for ${place}: it ${why}`, { cause: error });
  }
};

/** An error names the secret, and says nothing of its value. */
export const openPassword = (entry: RouterEntry, keys: Keyring): KnownRouter => {
  const { id, password } = entry;
  const field = `the password of ${id}`;
  return { ...entry, password: opened(keys, password, routerPasswordPlace(id), field) };
};

/** The same for the keys that the datacenter shares with its BGP peers. */
export const openMd5Keys = (profile: DatacenterProfile, keys: Keyring): DatacenterProfile => {
  const { id, bgp } = profile;
  if (bgp === null) return profile;
  const peers = bgp.peers.map((peer) => {
    const { name, md5Key } = peer;
    if (md5Key === undefined) return peer;
    const field = `the MD5 key of ${name}`;
    return { ...peer, md5Key: opened(keys, md5Key, md5KeyPlace(id, name), field) };
  });
  return { ...profile, bgp: { ...bgp, peers } };
};
