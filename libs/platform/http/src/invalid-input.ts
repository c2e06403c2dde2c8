import type { FieldError } from '@ferrule/validation';

export type InputLocation = 'body' | 'query' | 'param';

/** A request that can be read but does not say what it must. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(
    readonly location: InputLocation,
    readonly errors: readonly FieldError[],
    /** There was no body, or none of a type that is read. */
    readonly absent = false,
  ) {
    super(errors.map(({ message }) => message).join('; '));
  }
}
