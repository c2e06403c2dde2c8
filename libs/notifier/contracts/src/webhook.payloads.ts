// Whoever reads these contracts for their types and names alone has not loaded it.
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type {
  ChangeWebhook,
  DisableWebhook,
  RegisterWebhook,
  RotateWebhookSecret,
  WebhookRef,
} from './messages.ts';
import { type EventFilter, type Signing, SIGNINGS } from './webhook.ts';

const DAYS_30 = 30 * 86_400;

/** Where a webhook may lead, as far as its text says. */
export const IsWebhookUrl = (): PropertyDecorator =>
  IsUrl(
    {
      protocols: ['http', 'https'],
      require_protocol: true,
      require_tld: false,
      disallow_auth: true,
      max_allowed_length: 2_000,
    },
    { message: '$property must be an http or https address without a user name in it' },
  );

export class EventFilterPayload implements EventFilter {
  @IsArray()
  @ArrayMaxSize(64)
  @Matches(/^[A-Za-z]{1,64}\*?$/, {
    each: true,
    message: 'each of types must be the name of an event, such as NetworkProvisionCompleted',
  })
  types: readonly string[] = [];

  @IsArray()
  @ArrayMaxSize(64)
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    each: true,
    message: 'each of datacenters must be the id of a datacenter',
  })
  datacenters: readonly string[] = [];
}

export class WebhookRefPayload implements WebhookRef {
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'webhookId must be 1 to 32 letters, digits, "-" or "_"',
  })
  webhookId!: string;
}

class KeyPayload extends WebhookRefPayload {
  @IsIn(SIGNINGS)
  signing: Signing = 'hmac-sha256';

  @ValidateIf(({ signing }: KeyPayload) => signing === 'ed25519')
  @Matches(/^whpk_[A-Za-z0-9+/]{43}=$/, { message: 'publicKey must be a key such as whpk_…' })
  publicKey: string | null = null;

  @Matches(/^sealed:[\w:-]{1,1000}$/, {
    message: 'secret must be a sealed secret, not the secret itself',
  })
  secret!: string;
}

type Registration = RegisterWebhook['data'];

export class RegisterWebhookPayload extends KeyPayload implements Registration {
  @IsWebhookUrl()
  url!: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => EventFilterPayload)
  filter: EventFilterPayload = new EventFilterPayload();

  @IsBoolean()
  ordered = false;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}

type Changes = ChangeWebhook['data'];

export class ChangeWebhookPayload extends WebhookRefPayload implements Changes {
  @ValidateIf((_, value) => value !== undefined)
  @IsWebhookUrl()
  url?: string;

  @ValidateIf((_, value) => value !== undefined)
  @ValidateNested()
  @Type(() => EventFilterPayload)
  filter?: EventFilterPayload;

  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  ordered?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string | null;
}

type Rotation = RotateWebhookSecret['data'];

export class RotateWebhookSecretPayload extends KeyPayload implements Rotation {
  @IsInt()
  @Min(0)
  @Max(DAYS_30)
  overlapSeconds = 86_400;
}

type Disabling = DisableWebhook['data'];

export class DisableWebhookPayload extends WebhookRefPayload implements Disabling {
  @IsString()
  @Length(1, 500)
  reason!: string;
}

/** One delivery, or a time. */
export class ReplayDeliveriesPayload extends WebhookRefPayload {
  @ValidateIf(({ from, to }: ReplayDeliveriesPayload) => from === undefined && to === undefined)
  @Matches(/^\d{1,18}$/, { message: 'deliveryId must be the id of a delivery; or say from and to' })
  deliveryId?: string;

  @ValidateIf(({ deliveryId }: ReplayDeliveriesPayload) => deliveryId === undefined)
  @IsISO8601({ strict: true })
  from?: string;

  @ValidateIf(({ deliveryId }: ReplayDeliveriesPayload) => deliveryId === undefined)
  @IsISO8601({ strict: true })
  to?: string;
}
