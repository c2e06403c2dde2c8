import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  registerDecorator,
} from 'class-validator';
import type { Labels, Wording } from './network-messages.ts';

const MOST_FIELDS = 32;

const isField = ([name, value]: readonly [string, unknown]): boolean =>
  /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name) && typeof value === 'string' && value.length <= 200;

/** Names with short texts, and not too many of them. */
const IsFields = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isFields',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length <= MOST_FIELDS &&
        Object.entries(value).every(isField),
      defaultMessage: () =>
        `fields must be at most ${MOST_FIELDS} names of letters, digits, "_", "." or "-", each with a text of at most 200 characters`,
    },
  });

export class LabelsPayload implements Labels {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @Matches(/^[^\s,;][^,;]{0,62}$/, {
    each: true,
    message: 'a tag has 1 to 63 characters, no comma and no semicolon',
  })
  tags?: string[];

  @IsOptional()
  @IsObject()
  @IsFields()
  fields?: Record<string, string>;
}

export class WordingPayload extends LabelsPayload implements Wording {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string | null;
}
