import type { FieldNotes } from '@ferrule/kernel';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** Digits and nothing else: `Number` would also take `0x10`, `1e2` and a blank. */
const numberOf = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

/** A whole number in a query, which may be left out. */
export const WholeNumber = (
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(numberOf),
    IsInt({ message: `${name} must be a whole number` }),
    Min(least, { message: `${name} must not be less than ${least}` }),
    Max(most, { message: `${name} must not be greater than ${most}` }),
  );

/** The form of all ids; one of another form names nothing. */
export const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A page of a list: ask again with what the answer called `next`. */
export class PageQuery {
  static readonly notes: FieldNotes<PageQuery> = {
    limit: { description: 'How many at most', default: 50 },
    cursor: { description: 'What the page before gave as next' },
  };

  @WholeNumber('limit', 1, 500)
  limit?: number;

  @IsOptional()
  @Matches(ID, { message: 'cursor must be what an answer gave as next' })
  cursor?: string;
}
