import { Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { StagePayload } from './stage.payload.ts';
import { WishPayload } from './wish.payload.ts';

const ID = /^[A-Za-z0-9_-]{1,32}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** What every command of a router carries: `RouterOrder`. */
export class OrderPayload {
  @Matches(ID)
  datacenter!: string;

  @Matches(ID)
  router!: string;

  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  jobId!: string;

  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'tag must be 1 to 128 characters without spaces' })
  tag!: string;

  @Matches(TIME, { message: 'notAfter must be an RFC 3339 time' })
  notAfter!: string;
}

export class PlanChangesPayload extends OrderPayload {
  @ValidateIf((_, value) => value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => WishPayload)
  wish!: WishPayload | null;
}

export class StageOrderPayload extends OrderPayload {
  @IsInt()
  @Min(0)
  @Max(999)
  index!: number;

  @IsObject()
  @ValidateNested()
  @Type(() => StagePayload)
  stage!: StagePayload;
}

export class ActivateNetworkPayload extends StageOrderPayload {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => StagePayload)
  verify!: StagePayload[];
}
