import { IsBoolean, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { AllocateNetworkData, NetworkRef } from './messages.ts';

const ID = /^[A-Za-z0-9_-]{1,32}$/;
const ID_RULE = { message: '$property must be 1 to 32 letters, digits, "-" or "_"' };

/** What `cmd.ipam.network.allocate` carries. */
export class AllocateNetworkPayload implements AllocateNetworkData {
  @Matches(ID, ID_RULE)
  networkId!: string;

  @IsString()
  @Length(1, 64)
  clientId!: string;

  @IsString()
  @Length(1, 32)
  type!: string;

  @Matches(ID, ID_RULE)
  datacenter!: string;

  @Matches(/^\/(1[6-9]|2[0-9]|30)$/, { message: 'size must be a prefix length from /16 to /30' })
  size!: string;

  @IsBoolean()
  enableDHCP!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}

/** What `cmd.ipam.network.release` carries. */
export class ReleaseNetworkPayload implements NetworkRef {
  @Matches(ID, ID_RULE)
  networkId!: string;

  @IsString()
  @Length(1, 200)
  reason!: string;
}
