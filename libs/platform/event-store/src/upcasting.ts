/** Lifts `data` from one schema version to the next. */
export type Upcast = (this: void, data: object) => object;

/**
 * For each event type the steps from version 1 upwards. They run where events are read, so that no
 * `evolve`, projection or consumer of today ever sees yesterday's shape.
 */
export type Upcasters = Readonly<Record<string, readonly Upcast[]>>;

export class UnknownSchemaVersion extends Error {
  override readonly name = 'UnknownSchemaVersion';

  constructor(type: string, stored: number, known: number) {
    super(`${type} is stored in version ${stored}; this code knows versions up to ${known}`);
  }
}

export const upcast = (
  upcasters: Upcasters,
  type: string,
  schemaVersion: number,
  data: object,
): object => {
  const steps = upcasters[type] ?? [];
  const newest = steps.length + 1;
  // Newer than this code: an old instance during a roll-out. Guessing would corrupt what it decides.
  if (schemaVersion > newest) throw new UnknownSchemaVersion(type, schemaVersion, newest);
  return steps.slice(schemaVersion - 1).reduce((shape, step) => step(shape), data);
};
