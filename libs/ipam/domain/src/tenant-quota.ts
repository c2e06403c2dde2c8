import type { SpaceCommand, SpaceEvent, TenantQuota } from '@ferrule/ipam-contracts';
import type { Decider } from '@ferrule/kernel';

type Limits = Pick<TenantQuota, 'maxNetworks' | 'maxAddresses'>;
export type QuotaCommand = Extract<SpaceCommand, { type: 'SetTenantQuota' }>;
export type QuotaEvent = Extract<SpaceEvent, { type: 'TenantQuotaSet' }>;

export const quotaDecider: Decider<QuotaCommand, QuotaEvent, Limits | 'unknown'> = {
  initial: 'unknown',
  decide: ({ data }, state) => {
    const isSame =
      state !== 'unknown' &&
      state.maxNetworks === data.maxNetworks &&
      state.maxAddresses === data.maxAddresses;
    return isSame ? [] : [{ type: 'TenantQuotaSet', data }];
  },
  evolve: (_, { data: { maxNetworks, maxAddresses } }) => ({ maxNetworks, maxAddresses }),
};

export const quotaStream = (tenant: string): string => `tenant-${tenant}`;

/** What a tenant has, beside what it may have. */
export interface QuotaUse extends TenantQuota {
  readonly networks: number;
  readonly addresses: number;
}

/** Why a tenant may not have this much more. */
export const quotaFault = (
  { tenant, maxNetworks, maxAddresses, networks, addresses }: QuotaUse,
  more: { readonly networks: number; readonly addresses: number },
): { resource: string; current: number; maximum: number; message: string } | undefined => {
  const over = (resource: string, current: number, maximum: number | null, wanted: number) =>
    maximum !== null && wanted > 0 && current + wanted > maximum
      ? {
          resource,
          current,
          maximum,
          message: `tenant ${tenant} has ${current} of at most ${maximum} ${resource}, and asks for ${wanted} more`,
        }
      : undefined;
  return (
    over('networks', networks, maxNetworks, more.networks) ??
    over('addresses', addresses, maxAddresses, more.addresses)
  );
};
