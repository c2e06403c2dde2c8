import { type Role, ROLES } from '@ferrule/api-contracts';
import type { FieldNotes } from '@ferrule/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';

const DAYS_30 = 30 * 86_400;

export class IssueKeyRequest {
  static readonly notes: FieldNotes<IssueKeyRequest> = {
    name: {
      description: 'What is done with it is written down under it; no two keys have one',
      examples: ['billing'],
    },
    role: { description: 'What it may do', examples: ['operator'] },
    tenants: { description: 'Limits it to these tenants; left out: all', examples: [['acme']] },
    datacenters: {
      description: 'Limits it to these datacenters; left out: all',
      examples: [['DC1']],
    },
    expiresAt: {
      description: 'From then on it is refused; left out: never',
      examples: ['2030-01-01T00:00:00Z'],
    },
  };

  @Matches(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, {
    message:
      'name must be 1 to 64 letters, digits, ".", "_", "@" or "-", and begin with one of the first two',
  })
  name!: string;

  @IsIn(ROLES)
  role!: Role;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(64)
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, {
    each: true,
    message: 'each of tenants must be the id of a tenant',
  })
  tenants?: readonly string[];

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(64)
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    each: true,
    message: 'each of datacenters must be the id of a datacenter',
  })
  datacenters?: readonly string[];

  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'expiresAt must be a time such as 2030-01-01T00:00:00Z' })
  expiresAt?: string;
}

export class RotateKeyRequest {
  static readonly notes: FieldNotes<RotateKeyRequest> = {
    overlapSeconds: {
      description: 'For so long the old secret is taken beside the new one',
      default: 86_400,
    },
  };

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(DAYS_30)
  overlapSeconds?: number;
}

export class RevokeKeyQuery {
  static readonly notes: FieldNotes<RevokeKeyQuery> = {
    reason: { description: 'Why; it is recorded', examples: ['lost'] },
  };

  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class KeyPath {
  static readonly notes: FieldNotes<KeyPath> = {
    key: {
      description: 'The id of a key: its middle part, not the key',
      examples: ['1f0c9a7e5d3b4826'],
    },
  };

  @Matches(/^[A-Za-z0-9]{1,32}$/, {
    message: 'key must be the id of a key: 1 to 32 letters or digits',
  })
  key!: string;
}
