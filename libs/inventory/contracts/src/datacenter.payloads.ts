import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { DatacenterOrder, FirewallProfile } from './datacenter.ts';
import type { DatacenterRef } from './messages.ts';
import {
  IsAccepts,
  isHostName,
  IsId,
  IsInterface,
  IsLine,
  IsSealed,
  IsSuch,
  IsTimeZone,
} from './value-rules.ts';

const MOST_AS = 4_294_967_295;

export class EncapsulationPayload {
  @IsIn(['vlan', 'qinq'])
  kind!: 'vlan' | 'qinq';

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(4094)
  serviceVlan?: number;

  @IsOptional()
  @IsIn(['0x88a8', '0x8100'])
  etherType?: '0x88a8' | '0x8100';
}

export class ResolverPayload {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(8)
  @IsString({ each: true })
  servers!: string[];

  @IsOptional()
  @IsInt()
  @Min(64)
  @Max(4_194_304)
  cacheKiB?: number;
}

export class InternetPayload {
  @IsInterface()
  interface!: string;
}

/** Of a BGP peer all but its key, which is sealed in one place and not yet in another. */
export class BgpPeerRules {
  @IsId()
  name!: string;

  @IsString()
  address!: string;

  @IsInt()
  @Min(1)
  @Max(MOST_AS)
  as!: number;

  @IsOptional()
  @IsBoolean()
  md5?: boolean;
}

export class BgpPeerPayload extends BgpPeerRules {
  @IsOptional()
  @IsSealed()
  md5Key?: string;
}

export class BgpRules {
  @IsInt()
  @Min(1)
  @Max(MOST_AS)
  as!: number;

  @IsString()
  routerId!: string;
}

export class BgpPayload extends BgpRules {
  @IsArray()
  @ArrayMaxSize(64)
  @ValidateNested({ each: true })
  @Type(() => BgpPeerPayload)
  peers!: BgpPeerPayload[];
}

export class FirewallProfilePayload implements FirewallProfile {
  @Matches(/^[a-z][a-z0-9-]{0,22}$/, {
    message: '$property must be lower-case letters, digits and "-"',
  })
  name!: string;

  @IsBoolean()
  opens!: boolean;

  @IsAccepts()
  accepts!: FirewallProfile['accepts'];
}

export class DatacenterRules implements DatacenterRef, Omit<DatacenterOrder, 'bgp'> {
  @IsId()
  datacenterId!: string;

  @IsLine()
  name!: string;

  @IsInterface()
  uplink!: string;

  @IsOptional()
  @IsInterface()
  bridge?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => EncapsulationPayload)
  encapsulation!: EncapsulationPayload;

  @IsArray()
  @ArrayMaxSize(64)
  @IsString({ each: true })
  management!: string[];

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(64)
  @IsString({ each: true })
  supernets!: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(64)
  @ArrayUnique()
  @IsSuch(
    'isZone',
    'names of DNS zones',
    (value) => typeof value === 'string' && isHostName(value),
    {
      each: true,
    },
  )
  dnsZones?: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => ResolverPayload)
  resolver?: ResolverPayload;

  @IsOptional()
  @ValidateNested()
  @Type(() => InternetPayload)
  internet?: InternetPayload;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(64)
  @ValidateNested({ each: true })
  @Type(() => FirewallProfilePayload)
  firewallProfiles?: FirewallProfilePayload[];

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(64)
  @ArrayUnique()
  @Matches(/^[a-z][a-z0-9-]{0,31}$/, {
    each: true,
    message: '$property must be lower-case letters, digits and "-"',
  })
  networkTypes?: string[];

  @IsOptional()
  @IsTimeZone()
  timeZone?: string;
}

/** What `cmd.inventory.datacenter.register` and `.configure` carry. */
export class DatacenterPayload extends DatacenterRules implements DatacenterOrder {
  @IsOptional()
  @ValidateNested()
  @Type(() => BgpPayload)
  bgp?: BgpPayload;
}

/** What `cmd.inventory.datacenter.start-maintenance` carries. */
export class StartDatacenterMaintenancePayload implements DatacenterRef {
  @IsId()
  datacenterId!: string;

  @IsLine()
  reason!: string;
}

/** What `cmd.inventory.datacenter.end-maintenance` carries. */
export class DatacenterRefPayload implements DatacenterRef {
  @IsId()
  datacenterId!: string;
}
