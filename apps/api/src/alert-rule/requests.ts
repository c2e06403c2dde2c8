import { EventFilterPayload, QuietPayload, type Recipient } from '@ferrule/notifier-contracts';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ID } from '../page.ts';

export class AlertRulePath {
  @Matches(ID, { message: 'rule must be 1 to 64 letters, digits, "-" or "_"' })
  rule!: string;
}

/** Whom a rule tells. Of a chat the address is sealed here, and shown to nobody again. */
export class RecipientRequest {
  @IsIn(['mail', 'chat'])
  kind!: Recipient['kind'];

  @ValidateIf(({ kind }: RecipientRequest) => kind === 'mail')
  @IsArray()
  @IsString({ each: true })
  addresses?: readonly string[];

  /** Of a chat: where its incoming webhook is. */
  @ValidateIf(({ kind, url }: RecipientRequest) => kind === 'chat' && url !== undefined)
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'url must be the http or https address of an incoming webhook' },
  )
  url?: string;
}

export class AlertRuleRequest {
  @IsOptional()
  @ValidateNested()
  @Type(() => EventFilterPayload)
  filter?: EventFilterPayload;

  @IsDefined()
  @ValidateNested()
  @Type(() => RecipientRequest)
  to!: RecipientRequest;

  @IsOptional()
  @IsString()
  @Length(5, 5)
  digestAt?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => QuietPayload)
  quiet?: QuietPayload;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  timeZone?: string;

  @IsOptional()
  @IsInt()
  groupSeconds?: number;
}
