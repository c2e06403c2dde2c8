import type { BgpProfile } from '@ferrule/inventory-contracts';
import { row } from '../network/compiled.ts';
import type { Dialect } from '../dialect.ts';
import type { Resource } from '../resource.ts';
import type { Attributes } from '../router-driver.ts';
import { ADDRESSES } from './lists.ts';

const INSTANCE = 'ferrule';
const CONNECTION = '/routing/bgp/connection';

/** Announces the networks that asked for it, and nothing else. */
export const bgpOf = (
  { as, routerId, peers }: BgpProfile,
  dialect: Dialect,
  comment: string,
): readonly Resource[] => {
  const own = { as: String(as), 'router-id': routerId };
  const session: Attributes = dialect.bgpInstance ? { instance: INSTANCE, as: own.as } : own;
  const connections = peers.map((peer) =>
    row(CONNECTION, {
      name: `ferrule-${peer.name}`,
      ...session,
      'local.role': peer.as === as ? 'ibgp' : 'ebgp',
      'remote.address': peer.address,
      'remote.as': String(peer.as),
      [dialect.bgpAfiName]: 'ip,ipv6',
      'output.network': ADDRESSES.announced,
      ...(peer.md5Key !== undefined && { 'tcp-md5-key': peer.md5Key }),
      comment,
    }),
  );
  return dialect.bgpInstance
    ? [row('/routing/bgp/instance', { name: INSTANCE, ...own, comment }), ...connections]
    : connections;
};
