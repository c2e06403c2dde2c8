import { isIP } from 'node:net';
import { PoolPayload, PreviewNetworkPayload } from '@ferrule/ipam-contracts';
import type { FieldNotes } from '@ferrule/kernel';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  registerDecorator,
} from 'class-validator';
import { ID, PageQuery, WholeNumber } from '../page.ts';

const LINE = /^[\u0020-\u007e\u00a0-\uffff]{1,100}$/;

const IsId = (name: string): PropertyDecorator =>
  Matches(ID, { message: `${name} must be 1 to 64 letters, digits, "-" or "_"` });

const isPrefix = (text: string): boolean => {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128);
};

/** Where a page of prefixes goes on: after one of them, and what stands before it. */
const IsPlace = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isPlace',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        value.length <= 200 &&
        isPrefix(value.replace(/^[A-Za-z0-9_/-]+ /, '')),
      defaultMessage: () => 'cursor must be what an answer gave as next',
    },
  });

export class TreeQuery {
  static readonly notes: FieldNotes<TreeQuery> = {
    vrf: { description: 'Of one VRF' },
    datacenter: { description: 'Of one datacenter' },
    space: { description: 'A pool or a container, and what lies in it' },
  };

  @IsOptional()
  @IsId('vrf')
  vrf?: string;

  @IsOptional()
  @IsId('datacenter')
  datacenter?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,80}$/, {
    message: 'space must be 1 to 80 letters, digits, "-" or "_"',
  })
  space?: string;
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

class PlacesQuery {
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

export class FreeBlocksQuery extends PlacesQuery {}

export class AddressesQuery extends PlacesQuery {}

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
  @IsOptional()
  @Matches(LINE, { message: 'q must be one line of 1 to 100 characters' })
  q?: string;

  @IsOptional()
  @Matches(LINE, { message: 'tag must be one line of 1 to 100 characters' })
  tag?: string;

  @IsOptional()
  @Matches(LINE, { message: 'tenant must be one line of 1 to 100 characters' })
  tenant?: string;
}

const A_DAY = 86_400;

/** A pool with what most pools have where nothing is said. */
export class CreatePoolRequest extends PoolPayload {
  static readonly notes = {
    vrfId: { default: 'default' },
    policy: { default: 'lowest' },
    types: { default: [] },
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

export class AddressPath extends NetworkPath {
  @Matches(/^[0-9A-Fa-f.:]{2,45}$/, { message: 'address must be an address, such as 172.16.150.7' })
  address!: string;
}

export class NextAddressRequest {
  @IsOptional()
  @IsIn(['vm', 'gateway', 'reserved'])
  type: 'vm' | 'gateway' | 'reserved' = 'vm';

  @IsOptional()
  @IsIn([4, 6])
  family?: 4 | 6;

  @IsOptional()
  @IsString()
  hostName?: string;

  @IsOptional()
  @IsString()
  mac?: string;
}
