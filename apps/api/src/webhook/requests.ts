import {
  DELIVERY_STATES,
  type DeliveryState,
  EventFilterPayload,
  IsWebhookUrl,
  type Signing,
  SIGNINGS,
} from '@ferrule/notifier-contracts';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ID, PageQuery, WholeNumber } from '../page.ts';

const ID_RULE = 'must be 1 to 64 letters, digits, "-" or "_"';
const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class WebhookPath {
  @Matches(ID, { message: `webhook ${ID_RULE}` })
  webhook!: string;
}

export class DeliveryPath extends WebhookPath {
  @Matches(/^\d{1,18}$/, { message: 'delivery must be the id of a delivery' })
  delivery!: string;
}

class WebhookRequest {
  @ValidateIf(isGiven)
  @ValidateNested()
  @Type(() => EventFilterPayload)
  filter?: EventFilterPayload;

  @ValidateIf(isGiven)
  @IsBoolean()
  ordered?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string | null;
}

export class ChangeWebhookRequest extends WebhookRequest {
  @ValidateIf(isGiven)
  @IsWebhookUrl()
  url?: string;
}

export class RegisterWebhookRequest extends WebhookRequest {
  /** Drawn unless it is given. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'webhookId must be 1 to 32 letters, digits, "-" or "_"',
  })
  webhookId?: string;

  @IsWebhookUrl()
  url!: string;

  @IsOptional()
  @IsIn(SIGNINGS)
  signing?: Signing;
}

export class RotateSecretRequest {
  @IsOptional()
  @IsIn(SIGNINGS)
  signing?: Signing;

  @WholeNumber('overlapSeconds', 0, 30 * 86_400)
  overlapSeconds?: number;
}

export class DisableWebhookRequest {
  @Matches(/^[\u0020-\u007e\u00a0-\uffff]{1,500}$/, {
    message: 'reason must be one line of 1 to 500 characters',
  })
  reason!: string;
}

export class DeliveryListQuery extends PageQuery {
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  status?: DeliveryState;

  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'cursor must be what an answer gave as next' })
  declare cursor?: string;
}
