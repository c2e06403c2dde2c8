import { PreviewNetworkPayload } from '@ferrule/ipam-contracts';
import type { FieldNotes } from '@ferrule/kernel';
import {
  IsArray,
  IsBoolean,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { PageQuery, WholeNumber } from '../page.ts';
import { IsId, IsLine, IsLongId, IsPlace } from './rules.ts';

export class TreeQuery {
  static readonly notes: FieldNotes<TreeQuery> = {
    vrf: { description: 'Of one VRF' },
    datacenter: { description: 'Of one datacenter' },
    space: { description: 'A pool or a container, and what lies in it' },
    depth: { description: 'How many levels below the topmost; all unless given' },
    limit: { description: 'How many at most' },
    cursor: { description: 'What the page before gave as next' },
  };

  @IsOptional()
  @IsId('vrf')
  vrf?: string;

  @IsOptional()
  @IsId('datacenter')
  datacenter?: string;

  @IsOptional()
  @IsLongId('space')
  space?: string;

  @WholeNumber('depth', 0, 64)
  depth?: number;

  @WholeNumber('limit', 1, 2_000)
  limit?: number;

  @IsOptional()
  @IsPlace()
  cursor?: string;
}

export class SpacePath {
  @IsLongId('space')
  space!: string;
}

export class PoolListQuery extends PageQuery {
  @IsOptional()
  @IsId('datacenter')
  datacenter?: string;
}

export class PoolPath {
  @IsId('pool')
  pool!: string;
}

export class PlacesQuery {
  static readonly notes: FieldNotes<PlacesQuery> = {
    limit: { description: 'How many at most' },
    cursor: { description: 'What the page before gave as next' },
  };

  @WholeNumber('limit', 1, 1_000)
  limit?: number;

  @IsOptional()
  @IsPlace()
  cursor?: string;
}

export class WhoHasQuery {
  @IsString({ message: 'address must be an address or a prefix' })
  @Length(1, 64, { message: 'address must be an address or a prefix' })
  address!: string;

  @IsOptional()
  @IsISO8601(
    { strict: true },
    { message: 'at must be a day or a time, such as 2026-11-01 or 2026-11-01T12:00:00Z' },
  )
  at?: string;

  @IsOptional()
  @IsId('vrf')
  vrf?: string;
}

export class SearchQuery extends PlacesQuery {
  static override readonly notes = {
    ...PlacesQuery.notes,
    q: { description: 'Any part of what is known of it', example: '172.16.15' },
    tag: { description: 'With this tag', example: 'pci' },
    field: { description: 'With this custom field, or this value of it', example: 'rack=b12' },
  };

  @IsOptional()
  @IsLine('q')
  q?: string;

  @IsOptional()
  @IsLine('tag')
  tag?: string;

  @IsOptional()
  @IsLine('tenant')
  tenant?: string;

  @IsOptional()
  @Matches(/^[A-Za-z][A-Za-z0-9_.-]{0,63}(=[\u0020-\u007e\u00a0-\uffff]{1,200})?$/, {
    message: 'field must be the name of a custom field, or its name and value: rack=b12',
  })
  field?: string;
}

/** A network's addresses and VLAN, and no router that carries it. */
export class AllocateNetworkRequest extends PreviewNetworkPayload {
  static readonly notes = {
    type: { default: 'production' },
    enableDHCP: { default: true },
    clientId: { example: 'acme-corp' },
    size: { example: '/24' },
    subnet: { description: 'This prefix and no other', example: '172.16.150.0/24' },
  };

  @IsString()
  @Length(1, 64)
  clientId!: string;

  @IsOptional()
  override readonly type: string = 'production';

  @IsOptional()
  @IsBoolean()
  override readonly enableDHCP: boolean = true;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  tags?: string[];

  @IsOptional()
  @IsObject()
  fields?: Record<string, string>;
}

export class NetworkPath {
  @IsId('networkId')
  networkId!: string;
}
