import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, Matches, ValidateBy, ValidateNested } from 'class-validator';
import type { Attributes, Change, Phase, Place, Stage } from './plan.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAttributes = (value: unknown): value is Attributes =>
  isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

const isPlace = (value: unknown): value is Place =>
  value === 'last' || (isRecord(value) && isAttributes(value['before']));

const rule = (name: string, validate: (value: unknown) => boolean, message: string) =>
  ValidateBy({
    name,
    validator: { validate, defaultMessage: () => `$property must be ${message}` },
  });

/** Names and values as text, or null. */
const IsImage = () =>
  rule('isImage', (value) => value === null || isAttributes(value), 'null or names with texts');

const IsMove = () =>
  rule(
    'isMove',
    (value) =>
      value === undefined || (isRecord(value) && isPlace(value['from']) && isPlace(value['to'])),
    'a place from and a place to',
  );

export class ChangePayload implements Change {
  @Matches(/^(\/[a-z0-9-]+)+$/, { message: '$property must be a path such as /ip/address' })
  path!: string;

  @IsImage()
  before!: Attributes | null;

  @IsImage()
  after!: Attributes | null;

  @IsMove()
  moved?: { readonly from: Place; readonly to: Place };

  @IsBoolean()
  critical!: boolean;
}

const PHASES: readonly Stage['phase'][] = [1, 2, 3, 4, 5, 6, 7, 8, 'activation', 'deactivation'];

export class StagePayload implements Stage {
  @IsIn(PHASES)
  phase!: Phase | 'activation' | 'deactivation';

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ChangePayload)
  changes!: ChangePayload[];
}
