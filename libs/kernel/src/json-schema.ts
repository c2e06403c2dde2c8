/** A JSON Schema, as the documents of our interfaces show it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the documents say of each field beside its rules: a description, examples, the default. */
export type FieldNotes<T extends object> = { readonly [Field in keyof T]-?: JsonSchema };

/** The schema of an interface: the compiler sees to it that no property is missing or made up. */
export const objectSchema = <T extends object>(
  properties: FieldNotes<T>,
  { optional = [], ...more }: { readonly optional?: readonly (keyof T)[] } & JsonSchema = {},
): JsonSchema => {
  const left: readonly unknown[] = optional;
  return {
    type: 'object',
    ...more,
    required: Object.keys(properties).filter((name) => !left.includes(name)),
    properties,
  };
};

/** The same schema for a value that may also be null. */
export const orNull = (schema: JsonSchema): JsonSchema =>
  typeof schema['type'] === 'string' && !('enum' in schema)
    ? { ...schema, type: [schema['type'], 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
