import type { FieldNotes } from '@ferrule/kernel';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
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

// Everything but control characters; no flag, so that readers of a schema can use it as well.
const LINE = /^[\u0020-\u007e\u00a0-\uffff]*$/;

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
  @IsObject()
  @ValidateNested()
  @Type(() => ProvisionNetworkOptions)
  options?: ProvisionNetworkOptions;
}
