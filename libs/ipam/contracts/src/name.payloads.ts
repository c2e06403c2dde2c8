import { IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsId } from './id-rule.ts';
import type { PublishNamesData } from './name-messages.ts';
import type { NetworkRef } from './network-messages.ts';

/** What `cmd.ipam.names.publish` carries. */
export class PublishNamesPayload implements PublishNamesData {
  @IsId()
  networkId!: string;

  @IsOptional()
  @Matches(
    /^(?=.{1,190}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    { message: 'zone must be the name of a DNS zone in lower case, such as dc1.example' },
  )
  zone?: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  notAfter?: string;
}

/** What `cmd.ipam.names.withdraw` carries. */
export class WithdrawNamesPayload implements NetworkRef {
  @IsId()
  networkId!: string;

  @IsString()
  @Length(1, 200)
  reason!: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  notAfter?: string;
}

/** What `cmd.ipam.names.reconcile` carries. */
export class ReconcileNamesPayload implements Partial<NetworkRef> {
  @IsOptional()
  @IsId()
  networkId?: string;
}
