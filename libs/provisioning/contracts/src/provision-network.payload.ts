import type { FieldNotes } from '@ferrule/kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

export const FIREWALL_PROFILES = ['standard', 'isolated', 'open'] as const;
export const NETWORK_TYPES = [
  'production',
  'staging',
  'development',
  'management',
  'storage',
  'kubernetes',
] as const;

/** A `/64` is what a VLAN carries; of a wider prefix it carries the first. */
export const IPV6_SIZES = Array.from({ length: 17 }, (_, at) => `/${48 + at}`);

// Everything but control characters; no flag, so that readers of a schema can use it as well.
const LINE = /^[\u0020-\u007e\u00a0-\uffff]*$/;

// The same without a comma, and without a space of any kind at the beginning.
const TAG =
  /^[!-+\--~\u00a1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff][ -+\--~\u00a0-\uffff]{0,62}$/;

export class ProvisionNetworkOptions {
  static readonly notes: FieldNotes<ProvisionNetworkOptions> = {
    enableDHCP: {
      description: 'Whether addresses are handed out on the network',
      default: true,
      examples: [true],
    },
    firewallProfile: {
      description:
        'standard: reaches the Internet, nobody outside opens a connection to it; isolated: management only; open: everything, not recommended',
      default: 'standard',
      examples: ['standard'],
    },
    bgpEnabled: {
      description: 'Whether the prefix is announced to the other datacenters',
      default: false,
      examples: [false],
    },
    description: {
      description: 'One line for people',
      examples: ['ACME production network'],
    },
  };

  @IsOptional()
  @IsBoolean()
  enableDHCP?: boolean;

  @IsOptional()
  @IsIn(FIREWALL_PROFILES)
  firewallProfile?: (typeof FIREWALL_PROFILES)[number];

  @IsOptional()
  @IsBoolean()
  bgpEnabled?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: '$property must be one line without control characters' })
  description?: string;
}

/** The body of `POST /api/v1/networks/provision`, and of the same command on the bus. */
export class ProvisionNetworkRequest {
  static readonly notes: FieldNotes<ProvisionNetworkRequest> = {
    clientId: { description: 'The customer that the network is for', examples: ['acme-corp'] },
    type: {
      description: 'What the network is for',
      default: 'production',
      examples: ['production'],
    },
    datacenter: { description: 'The id of a datacenter', examples: ['DC1'] },
    size: { description: 'The prefix length of a routed network', examples: ['/24'] },
    ipv6: {
      description:
        'Whether the network has IPv6 as well: true for a /64, or a wider prefix, of which the VLAN carries the first /64',
      type: ['boolean', 'string'],
      default: false,
      examples: [true, '/56'],
    },
    prefix: {
      description: 'This prefix and no other; as long as size says',
      examples: ['172.16.150.0/24'],
    },
    vrf: {
      description:
        'The VRF whose pools it is taken from, and the routing table of its own that it lives in: one network of it on a router, and none whose addresses another has there. It leads neither to the Internet nor to other datacenters, and the router resolves no names for it',
      examples: ['acme'],
    },
    dnsZone: {
      description: 'The zone in which its names are published; none: no names',
      examples: ['dc1.example'],
    },
    dryRun: {
      description:
        'What would be allocated, and every change of the router, as an answer; nothing is taken or written',
      default: false,
      examples: [false],
    },
    tags: { description: 'To find it again', default: [], examples: [['web', 'tier-1']] },
    ticket: { description: 'Where it was asked for; stands in the trail', examples: ['CHG-4711'] },
    options: { description: 'What may be left out; each option has a default' },
  };

  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    message:
      'clientId must be 1 to 64 letters, digits, ".", "_" or "-", starting with a letter or digit',
  })
  clientId!: string;

  @IsOptional()
  @IsIn(NETWORK_TYPES)
  type?: (typeof NETWORK_TYPES)[number];

  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'datacenter must be the id of a datacenter, such as DC1',
  })
  datacenter!: string;

  @Matches(/^\/(1[6-9]|2[0-9]|30)$/, {
    message: 'size must be a prefix length from /16 to /30, with its slash, such as /24',
  })
  size!: string;

  @IsOptional()
  @IsIn([true, false, ...IPV6_SIZES], {
    message: 'ipv6 must be true, false, or a prefix length from /48 to /64, with its slash',
  })
  ipv6?: boolean | string;

  @IsOptional()
  @Matches(/^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|2[0-9]|30)$/, {
    message: 'prefix must be a prefix of IPv4 from /16 to /30, such as 172.16.150.0/24',
  })
  prefix?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'vrf must be the id of a VRF: 1 to 32 letters, digits, "-" or "_"',
  })
  vrf?: string;

  @IsOptional()
  @MaxLength(190, { message: 'dnsZone must be at most 190 characters' })
  @Matches(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/, {
    message: 'dnsZone must be the name of a DNS zone in lower case, such as dc1.example',
  })
  dnsZone?: string;

  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @ArrayUnique()
  @Matches(TAG, {
    each: true,
    message: 'a tag has 1 to 63 characters, no comma, and begins with no space',
  })
  tags?: string[];

  @IsOptional()
  @Length(1, 64)
  @Matches(LINE, { message: 'ticket must be one line without control characters' })
  ticket?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProvisionNetworkOptions)
  options?: ProvisionNetworkOptions;
}
