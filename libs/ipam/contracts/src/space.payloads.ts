import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsId } from './id-rule.ts';
import { LabelsPayload } from './labels.payloads.ts';
import type {
  PoolData,
  PoolRules,
  SupernetData,
  TenantQuota,
  VlanGroupData,
  VrfData,
} from './space-messages.ts';

const POLICY = ['lowest', 'best-fit', 'aligned', 'sparse'] as const;
const DAYS_90 = 90 * 86_400;

export class VrfPayload implements VrfData {
  @IsId()
  vrfId!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}

export class VrfRefPayload {
  @IsId()
  vrfId!: string;
}

export class SupernetPayload implements SupernetData {
  @IsId()
  supernetId!: string;

  @IsId()
  vrfId!: string;

  @IsString()
  @Length(1, 64)
  prefix!: string;

  @IsString()
  @Length(1, 32)
  role!: string;

  @IsOptional()
  @IsId()
  datacenter?: string;
}

export class SupernetRefPayload {
  @IsId()
  supernetId!: string;
}

export class VlanGroupPayload implements VlanGroupData {
  @IsId()
  vlanGroupId!: string;

  @IsId()
  datacenter!: string;

  /** Nothing at all, or null, for plain VLANs. */
  @IsOptional()
  @IsInt()
  serviceVlan: number | null = null;

  @IsInt()
  first!: number;

  @IsInt()
  last!: number;
}

export class VlanGroupRefPayload {
  @IsId()
  vlanGroupId!: string;
}

export class PoolPayload extends LabelsPayload implements PoolData {
  @IsId()
  poolId!: string;

  @IsId()
  vrfId!: string;

  @IsString()
  @Length(1, 64)
  prefix!: string;

  @IsId()
  datacenter!: string;

  @IsOptional()
  @IsId()
  supernetId?: string;

  @IsOptional()
  @IsId()
  vlanGroupId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  tenant?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;

  @IsIn(POLICY)
  policy!: PoolRules['policy'];

  @IsArray()
  @ArrayMaxSize(32)
  @Length(1, 32, { each: true })
  types!: string[];

  @IsInt()
  @Min(0)
  @Max(DAYS_90)
  quarantineSeconds!: number;
}

export class AdjustPoolPayload implements Partial<PoolRules> {
  @IsId()
  poolId!: string;

  @IsOptional()
  @IsIn(POLICY)
  policy?: PoolRules['policy'];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @Length(1, 32, { each: true })
  types?: string[];

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(DAYS_90)
  quarantineSeconds?: number;
}

export class PoolRefPayload {
  @IsId()
  poolId!: string;
}

export class TenantQuotaPayload implements TenantQuota {
  @IsString()
  @Length(1, 64)
  tenant!: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  maxNetworks: number | null = null;

  @IsOptional()
  @IsInt()
  @Min(0)
  maxAddresses: number | null = null;
}
