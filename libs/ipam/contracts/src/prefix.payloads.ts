import { IsIn, IsInt, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { AddressRef, AttachAddressData, ReserveRangeData } from './address-messages.ts';
import { IsId, IsLongId, IsSize } from './id-rule.ts';
import { LabelsPayload } from './labels.payloads.ts';
import type { NumberPoolData, NumberRef } from './number-messages.ts';
import type { AllocatePrefixData, PrefixKind, PrefixRef } from './prefix-messages.ts';

export class AllocatePrefixPayload extends LabelsPayload implements AllocatePrefixData {
  @IsLongId()
  prefixId!: string;

  @IsLongId()
  spaceId!: string;

  @IsIn(['prefix', 'container', 'reservation'])
  kind!: PrefixKind;

  @IsOptional()
  @IsSize()
  size?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  prefix?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  clientId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}

export class SplitPrefixPayload implements PrefixRef {
  @IsLongId()
  prefixId!: string;

  @IsSize()
  size!: string;
}

export class ReleasePrefixPayload implements PrefixRef {
  @IsLongId()
  prefixId!: string;

  @IsString()
  @Length(1, 200)
  reason!: string;
}

class AddressRefRules implements AddressRef {
  @IsId()
  addressId!: string;

  @IsId()
  networkId!: string;
}

export class ReleaseAddressPayload extends AddressRefRules {}

export class AttachAddressPayload extends AddressRefRules implements AttachAddressData {
  @IsIn(['vm', 'gateway', 'reserved'])
  type!: 'vm' | 'gateway' | 'reserved';

  @IsOptional()
  @IsString()
  @Length(1, 45)
  address?: string;

  @IsOptional()
  @IsIn([4, 6])
  family?: 4 | 6;

  @IsOptional()
  @Matches(
    /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
    {
      message: 'hostName must be a host name, such as web-1 or web-1.acme.example',
    },
  )
  hostName?: string;

  @IsOptional()
  @Matches(/^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/, {
    message: 'mac must be six pairs of hexadecimal digits, such as 48:8F:5A:00:00:01',
  })
  mac?: string;
}

export class ReserveRangePayload extends AddressRefRules implements ReserveRangeData {
  @IsString()
  @Length(1, 45)
  first!: string;

  @IsString()
  @Length(1, 45)
  last!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}

export class NumberPoolPayload implements NumberPoolData {
  @IsId()
  numberPoolId!: string;

  @IsIn(['asn', 'service-vlan'])
  kind!: 'asn' | 'service-vlan';

  @IsOptional()
  @IsId()
  datacenter?: string;

  @IsInt()
  first!: number;

  @IsInt()
  last!: number;
}

export class NumberPoolRefPayload {
  @IsId()
  numberPoolId!: string;
}

export class ReleaseNumberPayload implements NumberRef {
  @IsId()
  numberId!: string;

  @IsId()
  numberPoolId!: string;
}

export class AllocateNumberPayload extends ReleaseNumberPayload {
  @IsOptional()
  @IsInt()
  number?: number;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  holder?: string;
}
