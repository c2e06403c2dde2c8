import type { RowChange } from '@ferrule/event-store';
import type { PrefixCommand, PrefixEvent } from '@ferrule/ipam-contracts';
import {
  type Cidr,
  formatCidr,
  type Prefix,
  prefixDecider,
  prefixStream,
} from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { Delivery } from '@ferrule/service';
import { type Ground, Stale } from '../space/ground.ts';
import { heldRow } from '../space/held-rows.ts';
import type { Space } from '../space/space.row.ts';
import type { Decision, Work } from '../space/work.ts';
import type { PrefixWish } from './prefix-wish.ts';

type Allocate = Extract<PrefixCommand, { type: 'AllocatePrefix' }>;
export type PrefixAnswer = 'done' | 'again' | 'full';

const NOWHERE = { prefix: '', vrfId: '' };

export const allocatePrefixWork = (
  command: Allocate,
  { space, length, chosen }: PrefixWish,
  { meta, once }: Delivery,
  extraRows: readonly RowChange[],
): Work<PrefixAnswer> => {
  const { prefixId, kind } = command.data;
  const stream = prefixStream(prefixId);
  const { tenant } = meta;
  const decide = (ground: Ground): Decision<PrefixAnswer> => {
    const { state, version } = ground.fold<PrefixEvent, Prefix>(stream, prefixDecider);
    const expected = version === 0 ? ('none' as const) : { at: version };
    const record = (events: readonly PrefixEvent[], rows: readonly RowChange[] = []) => ({
      appends: [{ stream, expected, events, rows: [...rows, ...extraRows], meta, once }],
      answer: 'done' as const,
    });
    if (state !== 'unknown')
      return record(prefixDecider.decide({ ...command, found: NOWHERE, tenant }, state));
    if (ground.space(space.no).status === 'retired') throw new Stale(`${space.id} is retired`);
    const free = ground.free(space.no);
    const block = chosen ?? free.best(length, ground.space(space.no).policy);
    if (block === undefined) return { appends: [], answer: ground.moreDue ? 'again' : 'full' };
    if (!free.isFree(block)) {
      if (ground.moreDue) return { appends: [], answer: 'again' };
      throw new Rejection('PREFIX_NOT_FREE', `${formatCidr(block)} is not free`, {
        field: 'prefix',
        suggestion: 'ask who has it, or for another one',
      });
    }
    // Only what is for use counts: a container's parts do, and a reservation is nobody's.
    const addresses = kind === 'prefix' && block.family === 4 ? 2 ** (32 - block.length) : 0;
    const fault = ground.quotaFault(tenant, { networks: 0, addresses });
    if (fault !== undefined) {
      const { message, ...detail } = fault;
      throw new Rejection('QUOTA_EXCEEDED', message, { field: 'size', ...detail });
    }
    free.take(block);
    ground.use(tenant, { networks: 0, addresses });
    const found = { prefix: formatCidr(block), vrfId: space.vrfId };
    const events = prefixDecider.decide({ ...command, found, tenant }, state);
    return record(events, rowsOf(command, space, block, tenant));
  };
  return {
    spaces: [space.no],
    streams: [stream],
    takes: chosen === undefined ? [{ space: space.no, length }] : [],
    touches: chosen === undefined ? [] : [{ space: space.no, block: chosen }],
    tenant,
    once,
    decide,
  };
};

/** A container is held in the space around it, and is a space itself. */
export const rowsOf = (
  { data }: Allocate,
  space: Space,
  block: Cidr,
  tenant: string,
): readonly RowChange[] => {
  const { prefixId: id, kind, clientId, description: label, tags, fields } = data;
  const holder = { id, kind, stream: prefixStream(id), tenant, clientId, label, tags, fields };
  const inner: RowChange = {
    op: 'insert',
    table: 'space',
    row: {
      id,
      kind: 'container',
      vrf_id: space.vrfId,
      prefix: formatCidr(block),
      parent: space.no,
      datacenter: space.datacenter,
      tenant: space.tenant,
      policy: space.policy,
      types: [],
      quarantine_seconds: space.quarantineSeconds,
      description: label ?? null,
      tags: tags ?? [],
      fields: fields ?? {},
    },
  };
  return [heldRow(holder, space.no, block), ...(kind === 'container' ? [inner] : [])];
};
