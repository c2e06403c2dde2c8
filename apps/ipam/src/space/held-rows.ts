import type { RowChange } from '@ferrule/event-store';
import { type Cidr, formatCidr } from '@ferrule/ipam-domain';
import type { Space } from './space.row.ts';

/** What is recorded of somebody who holds something. */
export interface Holder {
  readonly id: string;
  readonly kind: 'network' | 'prefix' | 'container' | 'reservation' | 'address' | 'range';
  readonly stream: string;
  readonly tenant: string;
}

export interface Described extends Holder {
  readonly clientId?: string | undefined;
  readonly label?: string | undefined;
  readonly mac?: string | undefined;
  readonly type?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** A block is held from now on. */
export const heldRow = (
  { clientId, label, mac, type, tags, fields, ...holder }: Described,
  space: number,
  block: Cidr,
): RowChange => ({
  op: 'insert',
  table: 'held',
  // Only what is known: an allocation is much of the same row, and each column costs its text.
  row: {
    ...holder,
    space,
    prefix: formatCidr(block),
    ...(clientId !== undefined && { client_id: clientId }),
    ...(label !== undefined && { label }),
    ...(mac !== undefined && { mac }),
    ...(type !== undefined && { type }),
    ...(tags !== undefined && { tags }),
    ...(fields !== undefined && { fields }),
  },
});

/** Who held it goes into the record; the block stays, held by nobody, while it is in quarantine. */
export const releasedRows = (
  { id, kind, stream, tenant }: Holder,
  { no, vrfId }: Pick<Space, 'no' | 'vrfId'>,
  block: Cidr,
  since: string,
  freeFrom: Date | undefined,
): readonly RowChange[] => {
  const prefix = formatCidr(block);
  const key = ['id', 'prefix'];
  return [
    {
      op: 'insert',
      table: 'past',
      row: { id, space: no, vrf_id: vrfId, prefix, kind, stream, tenant, since },
    },
    freeFrom === undefined
      ? { op: 'delete', table: 'held', key, row: { id, prefix } }
      : {
          op: 'update',
          table: 'held',
          key,
          row: { id, prefix, kind: 'quarantine', free_from: freeFrom },
        },
  ];
};
