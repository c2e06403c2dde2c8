import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsId } from './id-rule.ts';
import { LabelsPayload } from './labels.payloads.ts';
import type { AllocateNetworkData, NetworkRef } from './network-messages.ts';

const SIZE = /^\/(1[6-9]|2[0-9]|30|31|4[0-9]|5[0-9]|6[0-4]|127)$/;
const SIZE_MESSAGE =
  'size must be a prefix length from /16 to /30, /31 for a link, and in IPv6 from /40 to /64 or /127';
const IPV6_SIZE = /^\/(4[0-9]|5[0-9]|6[0-4]|127)$/;
const IPV6_SIZE_MESSAGE = 'ipv6Size must be a prefix length from /40 to /64, or /127 for a link';

/** What `cmd.ipam.network.allocate` carries. */
export class AllocateNetworkPayload extends LabelsPayload implements AllocateNetworkData {
  @IsId()
  networkId!: string;

  @IsString()
  @Length(1, 64)
  clientId!: string;

  @IsString()
  @Length(1, 32)
  type!: string;

  @IsId()
  datacenter!: string;

  @Matches(SIZE, { message: SIZE_MESSAGE })
  size!: string;

  @IsBoolean()
  enableDHCP!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;

  @IsOptional()
  @Matches(IPV6_SIZE, { message: IPV6_SIZE_MESSAGE })
  ipv6Size?: string;

  @IsOptional()
  @IsId()
  vrfId?: string;

  @IsOptional()
  @IsId()
  poolId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  subnet?: string;

  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(4094)
  vlanId?: number;
}

/** What `cmd.ipam.network.release` carries. */
export class ReleaseNetworkPayload implements NetworkRef {
  @IsId()
  networkId!: string;

  @IsString()
  @Length(1, 200)
  reason!: string;

  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

/** What a preview asks: a network that has no id yet. */
export class PreviewNetworkPayload {
  @IsString()
  @Length(1, 32)
  type!: string;

  @IsId()
  datacenter!: string;

  @Matches(SIZE, { message: SIZE_MESSAGE })
  size!: string;

  @IsBoolean()
  enableDHCP!: boolean;

  @IsOptional()
  @Matches(IPV6_SIZE, { message: IPV6_SIZE_MESSAGE })
  ipv6Size?: string;

  @IsOptional()
  @IsId()
  vrfId?: string;

  @IsOptional()
  @IsId()
  poolId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  subnet?: string;

  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(4094)
  vlanId?: number;
}
