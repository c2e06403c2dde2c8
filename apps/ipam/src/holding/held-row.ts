import type { Holding } from '@ferrule/ipam-contracts';

/** A row of `held` (`h`) with the space that it lies in (`s`). */
export interface HeldRow {
  readonly id: string;
  readonly kind: Holding['kind'];
  readonly prefix: string;
  readonly space_id: string;
  readonly vrf_id: string;
  readonly tenant: string;
  readonly client_id: string | null;
  readonly label: string | null;
  readonly mac: string | null;
  readonly type: string | null;
  readonly tags: string[];
  readonly fields: Record<string, string>;
  readonly since: Date;
}

export const HELD = `h.id, h.kind, h.prefix, s.id as space_id, s.vrf_id, h.tenant, h.client_id,
  h.label, h.mac, h.type, h.tags, h.fields, h.since`;

/** Whose it is, and where: what lies in no datacenter's pool is in none. */
export const HELD_COLUMNS = { tenant: 'h.tenant', datacenter: 's.datacenter' };
