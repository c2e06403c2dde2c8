// Whoever reads these contracts for their types and names alone has not loaded it.
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Recipient } from './alert-rule.ts';
import type { AlertRuleRef } from './alert-rule-messages.ts';
import { EventFilterPayload } from './webhook.payloads.ts';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

const IsTimeZone = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTimeZone',
    validator: {
      validate: (value) => {
        try {
          return new Intl.DateTimeFormat('en', { timeZone: String(value) }) instanceof Object;
        } catch {
          return false;
        }
      },
      defaultMessage: () => '$property must be a time zone such as Europe/Paris',
    },
  });

/** Both kinds in one class: which fields there must be follows from the kind. */
export class RecipientPayload {
  @IsIn(['mail', 'chat'])
  kind!: Recipient['kind'];

  @ValidateIf(({ kind }: RecipientPayload) => kind === 'mail')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsEmail({}, { each: true, message: 'each of addresses must be a mail address' })
  addresses?: readonly string[];

  @ValidateIf(({ kind }: RecipientPayload) => kind === 'chat')
  @Matches(/^[\w.:[\]-]{1,253}$/, { message: 'host must be the host of the chat' })
  host?: string;
}

export class QuietPayload {
  @Matches(CLOCK, { message: 'from must be a time such as 22:00' })
  from!: string;

  @Matches(CLOCK, { message: 'to must be a time such as 07:00' })
  to!: string;
}

export class AlertRuleRefPayload implements AlertRuleRef {
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'ruleId must be 1 to 32 letters, digits, "-" or "_"',
  })
  ruleId!: string;
}

export class SetAlertRulePayload extends AlertRuleRefPayload {
  @ValidateNested()
  @Type(() => EventFilterPayload)
  filter: EventFilterPayload = new EventFilterPayload();

  @IsDefined()
  @ValidateNested()
  @Type(() => RecipientPayload)
  to!: RecipientPayload;

  @IsOptional()
  @Matches(CLOCK, { message: 'digestAt must be a time such as 08:00' })
  digestAt?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => QuietPayload)
  @Type(() => QuietPayload)
  quiet?: QuietPayload;

  @IsTimeZone()
  timeZone = 'UTC';

  @IsInt()
  @Min(0)
  @Max(86_400)
  groupSeconds = 300;

  @IsOptional()
  @Matches(/^sealed:[\w:-]{1,2000}$/, {
    message: 'address must be sealed, not the address itself',
  })
  address?: string;
}
