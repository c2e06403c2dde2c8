import type { RouterEntry } from '@ferrule/inventory-contracts';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

const ID = /^[A-Za-z0-9_-]{1,32}$/;
const ID_RULE = { message: '$property must be 1 to 32 letters, digits, "-" or "_"' };

class EncapsulationDocument {
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

class ResolverDocument {
  @IsArray()
  @IsString({ each: true })
  servers!: string[];

  @IsInt()
  @Min(1)
  cacheKiB!: number;
}

class InternetDocument {
  @IsString()
  interface!: string;
}

class BgpPeerDocument {
  @Matches(ID, ID_RULE)
  name!: string;

  @IsString()
  address!: string;

  @IsInt()
  as!: number;

  @IsOptional()
  @IsString()
  md5Key?: string;
}

class BgpDocument {
  @IsInt()
  as!: number;

  @IsString()
  routerId!: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => BgpPeerDocument)
  peers!: BgpPeerDocument[];
}

class AcceptedPortsDocument {
  @IsIn(['tcp', 'udp'])
  protocol!: 'tcp' | 'udp';

  @Matches(/^\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*$/)
  ports!: string;
}

const isAccepted = (value: unknown): boolean =>
  value === 'nothing' ||
  value === 'everything' ||
  (Array.isArray(value) &&
    value.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        'protocol' in one &&
        (one.protocol === 'tcp' || one.protocol === 'udp') &&
        'ports' in one &&
        typeof one.ports === 'string',
    ));

class FirewallProfileDocument {
  @Matches(ID, ID_RULE)
  name!: string;

  @IsIn([true, false])
  opens!: boolean;

  @ValidateBy({
    name: 'isAccepted',
    validator: {
      validate: isAccepted,
      defaultMessage: () => '$property must be "nothing", "everything" or a list of ports',
    },
  })
  accepts!: 'nothing' | 'everything' | AcceptedPortsDocument[];
}

/** `DatacenterProfile`, of which a person need not write what it has not. */
export class DatacenterDocument {
  @Matches(ID, ID_RULE)
  id!: string;

  @IsString()
  uplink!: string;

  @IsOptional()
  @IsString()
  bridge?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => EncapsulationDocument)
  encapsulation!: EncapsulationDocument;

  @IsArray()
  @IsString({ each: true })
  management!: string[];

  @IsArray()
  @IsString({ each: true })
  supernets!: string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ResolverDocument)
  resolver?: ResolverDocument;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => InternetDocument)
  internet?: InternetDocument;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BgpDocument)
  bgp?: BgpDocument;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => FirewallProfileDocument)
  firewallProfiles?: FirewallProfileDocument[];
}

class TlsDocument {
  @IsOptional()
  @Matches(/^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/, {
    message: 'fingerprint256 must be a SHA-256 in hexadecimal',
  })
  fingerprint256?: string;
}

export class RouterDocument {
  @Matches(ID, ID_RULE)
  id!: string;

  @Matches(ID, ID_RULE)
  datacenter!: string;

  @IsString()
  address!: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  port!: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TlsDocument)
  tls?: TlsDocument;

  @IsString()
  user!: string;

  @IsString()
  password!: string;

  @IsOptional()
  @Matches(/^\d+\.\d+/)
  dialect?: string;

  @IsIn(['active', 'maintenance', 'retired'])
  status!: RouterEntry['status'];
}

export class RoutersFileDocument {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DatacenterDocument)
  datacenters!: DatacenterDocument[];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RouterDocument)
  routers!: RouterDocument[];
}
