import type { JsonSchema } from '@ferrule/kernel';
import { plainToInstance } from 'class-transformer';
import { designTypeOf, rulesOf, type Rule } from './class-rules.ts';

export type Constructor = new () => object;

const isConstructor = (value: unknown): value is Constructor => typeof value === 'function';

const bound = (name: string, value: unknown): JsonSchema =>
  typeof value === 'number' ? { [name]: value } : {};

/** The compiler notes no type for a union of literals. */
const oneOf = (values: readonly unknown[]): JsonSchema => {
  const [type, ...others] = new Set(values.map((value) => typeof value));
  return { ...(type !== undefined && others.length === 0 && { type }), enum: values };
};

const enumOf = (values: unknown): JsonSchema => {
  if (Array.isArray(values)) return oneOf(values);
  if (typeof values !== 'object' || values === null) return {};
  // A TypeScript enum with numbers also maps them back to their names.
  const entries: readonly (readonly [string, unknown])[] = Object.entries(values);
  return oneOf(entries.filter(([key]) => !/^\d+$/.test(key)).map(([, value]) => value));
};

const patternOf = (pattern: unknown): JsonSchema =>
  pattern instanceof RegExp ? { pattern: pattern.source } : {};

/** What the rules of class-validator say in the words of JSON Schema. */
const RULES: Readonly<Record<string, (first: unknown, second: unknown) => JsonSchema>> = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isNumber: () => ({ type: 'number' }),
  isInt: () => ({ type: 'integer' }),
  isObject: () => ({ type: 'object' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isUrl: () => ({ type: 'string', format: 'uri' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isDateString: () => ({ type: 'string', format: 'date-time' }),
  isNotEmpty: () => ({ minLength: 1 }),
  min: (least) => bound('minimum', least),
  max: (most) => bound('maximum', most),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  minLength: (least) => bound('minLength', least),
  maxLength: (most) => bound('maxLength', most),
  isLength: (least, most) => ({ ...bound('minLength', least), ...bound('maxLength', most) }),
  matches: patternOf,
  isIn: enumOf,
  isEnum: enumOf,
  equals: (value) => oneOf([value]),
};

const LIST_RULES: typeof RULES = {
  arrayMinSize: (least) => bound('minItems', least),
  arrayMaxSize: (most) => bound('maxItems', most),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayUnique: () => ({ uniqueItems: true }),
};

const schemaBy = (table: typeof RULES, rules: readonly Rule[]): JsonSchema =>
  Object.assign(
    {},
    ...rules.map(({ name = '', constraints: [first, second] }) => table[name]?.(first, second)),
  ) as JsonSchema;

const TYPES = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);

/** The class of a list's items, which only class-transformer knows: it is shown one and asked. */
const itemClassOf = (target: Constructor, property: string): Constructor | undefined => {
  const items: unknown = Reflect.get(plainToInstance(target, { [property]: [{}] }), property);
  const [item] = Array.isArray(items) ? (items as readonly unknown[]) : [];
  const type = typeof item === 'object' ? item?.constructor : undefined;
  return isConstructor(type) && type !== Object ? type : undefined;
};

/** One property of a class, as its rules describe it. */
export interface RuledProperty {
  readonly name: string;
  readonly required: boolean;
  readonly isList: boolean;
  /** Of the value; of an item, where it is a list. */
  readonly schema: JsonSchema;
  /** Of the list, where it is one. */
  readonly listSchema: JsonSchema;
  /** The class of the value, or of an item. */
  readonly member?: Constructor;
  /** What the class says of it beside its rules. */
  readonly note: JsonSchema;
}

const noteOf = (target: Constructor, property: string): JsonSchema => {
  const notes: unknown = Reflect.get(target, 'notes');
  const note: unknown =
    typeof notes === 'object' && notes !== null ? Reflect.get(notes, property) : undefined;
  return typeof note === 'object' && note !== null ? (note as JsonSchema) : {};
};

const describe = (target: Constructor, name: string, rules: readonly Rule[]): RuledProperty => {
  const designType = designTypeOf(target.prototype as object, name);
  const isList = designType === Array;
  const isNested = rules.some((rule) => rule.isNested);
  const member = isNested ? (isList ? itemClassOf(target, name) : designType) : undefined;
  const value = rules.filter(({ each }) => (each ?? false) === isList);
  return {
    name,
    required: !rules.some((rule) => rule.name === 'isOptional'),
    isList,
    schema: {
      type: isList ? 'string' : (TYPES.get(designType) ?? 'object'),
      ...schemaBy(RULES, value),
    },
    listSchema: isList ? schemaBy(LIST_RULES, rules) : {},
    ...(isConstructor(member) && { member }),
    note: noteOf(target, name),
  };
};

export const ruledProperties = (target: Constructor): readonly RuledProperty[] => {
  const rules = rulesOf(target);
  return [...new Set(rules.map(({ property }) => property))].map((name) =>
    describe(
      target,
      name,
      rules.filter(({ property }) => property === name),
    ),
  );
};

/** A class as one JSON Schema, with the classes that it is made of in their places. */
export const jsonSchemaOf = (target: Constructor): JsonSchema => {
  const properties = ruledProperties(target);
  return {
    type: 'object',
    required: properties.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(
      properties.map(({ name, isList, schema, listSchema, member, note }) => {
        const value = member ? jsonSchemaOf(member) : schema;
        const whole = isList ? { type: 'array', ...listSchema, items: value } : value;
        return [name, { ...whole, ...note }];
      }),
    ),
    // An unknown field is refused.
    additionalProperties: false,
  };
};
