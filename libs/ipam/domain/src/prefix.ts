import type { PrefixAllocatedData, PrefixCommand, PrefixEvent } from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { type Cidr, cidrAt, cidrOf, formatCidr, sizeOf } from './cidr.ts';
import { notFound, type Noun } from './lifecycle.ts';
import { reworded, wordingOf } from './wording.ts';

/** An allocation is decided on what the space gave: its free blocks are no prefix's own state. */
export type DecidedPrefixCommand =
  | (Extract<PrefixCommand, { type: 'AllocatePrefix' }> & {
      readonly found: { readonly prefix: string; readonly vrfId: string };
      readonly tenant: string;
    })
  | (Extract<PrefixCommand, { type: 'ReleasePrefix' }> & {
      readonly quarantineSeconds: number;
      readonly tenant: string;
    })
  | (Extract<PrefixCommand, { type: 'SplitPrefix' | 'DescribePrefix' }> & {
      readonly tenant: string;
    });

export type Prefix = 'unknown' | 'closed' | { readonly data: PrefixAllocatedData };

const noun = (id: string): Noun => ({ noun: 'prefix', field: 'prefixId', id });

/** A split makes one event for each part; more do not fit into a message. */
const MOST_PARTS = 256;

export const partsOf = (whole: Cidr, length: number): readonly Cidr[] => {
  const parts = 1n << BigInt(length - whole.length);
  const size = sizeOf({ family: whole.family, length });
  return Array.from({ length: Number(parts) }, (_, n) =>
    cidrAt(whole.family, whole.base + BigInt(n) * size, length),
  );
};

const refuseForeign = ({ prefixId, tenant: owner }: PrefixAllocatedData, tenant: string): void => {
  if (owner === tenant) return;
  throw new Rejection('NOT_THE_OWNER', `prefix ${prefixId} does not belong to tenant ${tenant}`, {
    field: 'prefixId',
  });
};

const split = (
  { prefixId, size }: { prefixId: string; size: string },
  prefix: Prefix,
  tenant: string,
): readonly PrefixEvent[] => {
  if (prefix === 'unknown') throw notFound(noun(prefixId));
  if (prefix === 'closed') return [];
  refuseForeign(prefix.data, tenant);
  if (prefix.data.kind !== 'prefix')
    throw new Rejection('PREFIX_NOT_SPLITTABLE', `a ${prefix.data.kind} is not split`, {
      field: 'prefixId',
    });
  const whole = cidrOf(prefix.data.prefix);
  const length = Number(size.slice(1));
  const deepest = Math.min(whole.length + Math.log2(MOST_PARTS), whole.family === 4 ? 32 : 128);
  if (!(length > whole.length && length <= deepest))
    throw new Rejection(
      'SIZE_INVALID',
      `${prefix.data.prefix} is split into parts of /${whole.length + 1} to /${deepest}, and not ${size}`,
      { field: 'size' },
    );
  const parts = partsOf(whole, length).map((part, n) => ({
    prefixId: `${prefixId}-${n + 1}`,
    prefix: formatCidr(part),
  }));
  return [{ type: 'PrefixSplit', data: { prefixId, parts } }];
};

export const prefixDecider: Decider<DecidedPrefixCommand, PrefixEvent, Prefix> = {
  initial: 'unknown',
  decide: (command, prefix) => {
    switch (command.type) {
      case 'AllocatePrefix': {
        if (typeof prefix === 'object') return [];
        if (prefix === 'closed')
          throw new Rejection(
            'PREFIX_CLOSED',
            `prefix ${command.data.prefixId} was released; its id is not used again`,
            { field: 'prefixId', suggestion: 'ask again with a new id' },
          );
        const { size: _, ...data } = command.data;
        const { found, tenant } = command;
        return [{ type: 'PrefixAllocated', data: { ...data, ...found, tenant } }];
      }
      case 'SplitPrefix':
        return split(command.data, prefix, command.tenant);
      case 'DescribePrefix': {
        const { prefixId, ...words } = command.data;
        if (typeof prefix !== 'object') throw notFound(noun(prefixId));
        refuseForeign(prefix.data, command.tenant);
        const said = wordingOf(words, 'description');
        return [{ type: 'PrefixDescribed', data: { prefixId, ...said } }];
      }
      case 'ReleasePrefix':
        if (prefix === 'closed') return [];
        if (prefix !== 'unknown') refuseForeign(prefix.data, command.tenant);
        return [
          {
            type: 'PrefixReleased',
            data: {
              ...command.data,
              // A release can overtake its allocation, which then finds the id closed.
              prefix: prefix === 'unknown' ? null : prefix.data.prefix,
              quarantineSeconds: prefix === 'unknown' ? 0 : command.quarantineSeconds,
            },
          },
        ];
    }
  },
  evolve: (prefix, { type, data }) => {
    switch (type) {
      case 'PrefixAllocated':
        return { data };
      case 'PrefixDescribed':
        return typeof prefix === 'object' ? { data: reworded(prefix.data, data) } : prefix;
      case 'PrefixSplit':
      case 'PrefixReleased':
        return 'closed';
    }
  },
};

export const prefixStream = (prefixId: string): string => `prefix-${prefixId}`;
