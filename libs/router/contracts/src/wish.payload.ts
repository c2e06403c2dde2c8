import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { NetworkWish, Wish } from './wish.ts';

/** A field that has to be there, and may be null. */
const OrNull = () => ValidateIf((_, value) => value !== null);

class DhcpOptionPayload {
  @IsInt()
  code!: number;

  @IsString()
  value!: string;
}

class RoutePayload {
  @IsString()
  destination!: string;

  @IsString()
  gateway!: string;
}

class DnsRecordPayload {
  @IsString()
  name!: string;

  @IsString()
  address!: string;
}

class Ipv6Payload {
  @IsString()
  subnet!: string;

  @IsString()
  gateway!: string;
}

/** The shape alone: what the values may be, the compiler knows, and answers with the field. */
export class NetworkWishPayload implements NetworkWish {
  @Matches(/^[A-Za-z0-9_-]{1,32}$/)
  networkId!: string;

  @IsInt()
  vlanId!: number;

  @IsString()
  subnet!: string;

  @IsString()
  gateway!: string;

  @OrNull()
  @IsString()
  dhcpRange!: string | null;

  @IsArray()
  @IsString({ each: true })
  dnsServers!: string[];

  @OrNull()
  @IsString()
  dnsDomain!: string | null;

  @IsInt()
  leaseSeconds!: number;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DhcpOptionPayload)
  dhcpOptions!: DhcpOptionPayload[];

  @IsString()
  firewallProfile!: string;

  @IsBoolean()
  nat!: boolean;

  @OrNull()
  @IsString()
  vrf!: string | null;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RoutePayload)
  routes!: RoutePayload[];

  @IsBoolean()
  bgpEnabled!: boolean;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DnsRecordPayload)
  dnsRecords!: DnsRecordPayload[];

  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => Ipv6Payload)
  ipv6!: Ipv6Payload | null;

  @IsInt()
  mtu!: number;
}

export class WishPayload {
  @IsIn(['network', 'datacenter'])
  kind!: Wish['kind'];

  @ValidateIf((wish: WishPayload) => wish.kind !== 'datacenter' || wish.network !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => NetworkWishPayload)
  network?: NetworkWishPayload;
}

export const wishOf = ({ kind, network }: WishPayload): Wish =>
  kind === 'network' && network !== undefined ? { kind, network } : { kind: 'datacenter' };
