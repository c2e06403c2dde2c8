import {
  AdjustPoolPayload,
  PoolPayload,
  SupernetPayload,
  TenantQuotaPayload,
  VlanGroupPayload,
  VrfPayload,
  type Wording,
  WordingPayload,
} from '@ferrule/ipam-contracts';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsId, IsLine } from './rules.ts';

const A_DAY = 86_400;

export class VrfPath {
  @IsId('vrf')
  vrf!: string;
}

export class SupernetPath {
  @IsId('supernet')
  supernet!: string;
}

export class VlanGroupPath {
  @IsId('vlanGroup')
  vlanGroup!: string;
}

export class TenantPath {
  @IsLine('tenant')
  tenant!: string;
}

export class CreateVrfRequest extends VrfPayload {
  static readonly notes = {
    vrfId: { example: 'blue' },
    description: { example: 'a customer who brings 10.0.0.0/8' },
  };
}

export class AddSupernetRequest extends SupernetPayload {
  static readonly notes = {
    supernetId: { example: 'DC1-labs' },
    vrfId: { default: 'default' },
    prefix: { example: '172.24.0.0/14' },
    role: { example: 'lab' },
    datacenter: { example: 'DC1' },
  };

  @IsOptional()
  override readonly vrfId: string = 'default';
}

export class CreateVlanGroupRequest extends VlanGroupPayload {
  static readonly notes = {
    vlanGroupId: { example: 'DC1-labs' },
    datacenter: { example: 'DC1' },
    serviceVlan: { description: 'The outer tag of Q-in-Q; none unless given' },
    first: { example: 2001 },
    last: { example: 2999 },
  };
}

/** A pool with what most pools have where nothing is said. */
export class CreatePoolRequest extends PoolPayload {
  static readonly notes = {
    poolId: { example: 'DC1-lab' },
    vrfId: { default: 'default' },
    prefix: { example: '172.24.0.0/16' },
    datacenter: { example: 'DC1' },
    policy: { default: 'lowest' },
    types: { default: [], example: ['lab'] },
    quarantineSeconds: { default: A_DAY },
  };

  @IsOptional()
  override readonly vrfId: string = 'default';

  @IsOptional()
  override policy: PoolPayload['policy'] = 'lowest';

  @IsOptional()
  override types: string[] = [];

  @IsOptional()
  override quarantineSeconds: number = A_DAY;
}

/** What of a pool may become another; what is left out stays. */
export class AdjustPoolRequest
  extends WordingPayload
  implements Omit<AdjustPoolPayload, 'poolId'>, Wording
{
  static readonly notes = {
    policy: { example: 'best-fit' },
    quarantineSeconds: { example: A_DAY },
    tags: { example: ['core'] },
  };

  @IsOptional()
  policy?: NonNullable<AdjustPoolPayload['policy']>;

  @IsOptional()
  types?: string[];

  @IsOptional()
  quarantineSeconds?: number;
}

/** Another description, other tags, other custom fields; what is left out stays. */
export class DescribeRequest extends WordingPayload {
  static readonly notes = {
    description: { description: 'null takes it away', example: 'ACME, production' },
    tags: { description: 'All of them', example: ['pci'] },
    fields: { description: 'All of them', example: { rack: 'b12' } },
  };
}

export class QuotaRequest implements Omit<TenantQuotaPayload, 'tenant'> {
  static readonly notes = {
    maxNetworks: { description: 'No limit unless given', example: 20 },
    maxAddresses: { description: 'Of IPv4; no limit unless given', example: 4096 },
  };

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  maxNetworks: number | null = null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxAddresses: number | null = null;
}
