import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Credentials, RouterRef } from './messages.ts';
import type { RouterOrder, RouterPair } from './router.ts';
import { isHostName, IsId, IsLine, IsSealed, IsSuch, IsUserName } from './value-rules.ts';

export class TlsPayload {
  @IsBoolean()
  enabled!: boolean;

  @IsOptional()
  @Matches(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/, {
    message: '$property must be the SHA-256 of a certificate: 32 pairs such as 0A:1B:…',
  })
  fingerprint256?: string;
}

export class PairPayload implements RouterPair {
  @IsId()
  name!: string;

  @IsIn(['primary', 'standby'])
  role!: 'primary' | 'standby';
}

class RouterOrderPayload implements RouterRef, RouterOrder {
  @IsId()
  routerId!: string;

  @Matches(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,62}$/, {
    message: '$property must be 1 to 63 letters, digits, ".", "_", "-" or spaces',
  })
  name!: string;

  // An IPv6 address has colons; whether it is one, the domain says.
  @IsSuch(
    'isAddress',
    'an IP address or a host name',
    (value) =>
      typeof value === 'string' && (isHostName(value) || /^[\da-fA-F:.]{2,45}$/.test(value)),
  )
  address!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => TlsPayload)
  tls?: TlsPayload;

  @IsOptional()
  @Matches(/^[1-9]\d?\.\d{1,3}$/, { message: '$property must be a version such as 7.24' })
  dialect?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => PairPayload)
  pair?: PairPayload;
}

/** What `cmd.inventory.router.configure` carries. */
export class ConfigureRouterPayload extends RouterOrderPayload {}

/** What `cmd.inventory.router.register` carries. */
export class RegisterRouterPayload extends RouterOrderPayload implements Credentials {
  @IsId()
  datacenter!: string;

  @IsUserName()
  user!: string;

  @IsSealed()
  password!: string;
}

/** What `cmd.inventory.router.rotate-credentials` carries. */
export class RotateRouterCredentialsPayload implements RouterRef, Credentials {
  @IsId()
  routerId!: string;

  @IsUserName()
  user!: string;

  @IsSealed()
  password!: string;
}

/** What `cmd.inventory.router.start-maintenance` and `.retire` carry. */
export class RouterBecausePayload implements RouterRef {
  @IsId()
  routerId!: string;

  @IsLine()
  reason!: string;
}

/** What `cmd.inventory.router.end-maintenance` carries. */
export class RouterRefPayload implements RouterRef {
  @IsId()
  routerId!: string;
}
