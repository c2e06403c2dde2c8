import type { Problem } from '@ferrule/http';
import type { OpenAPIObject } from '@nestjs/swagger';
import Ajv from 'ajv';

// For the specs of this app alone: what the OpenAPI document says, and whether an answer obeys it.

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

export interface Documented {
  readonly content?: Readonly<
    Record<
      string,
      {
        readonly schema: unknown;
        readonly example?: unknown;
        readonly examples?: Readonly<Record<string, { readonly value: Problem }>>;
      }
    >
  >;
  readonly headers?: Readonly<Record<string, unknown>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Callers must put up with further members; the spec must not. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (!isObject(value)) return value;
  const inner = Object.entries(value).map(([name, member]) => [name, closed(member)]);
  return {
    ...(isObject(value['properties']) && { additionalProperties: false }),
    ...Object.fromEntries(inner),
  };
};

export const operationsOf = (
  document: OpenAPIObject,
): readonly (readonly [name: string, operation: Operation])[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const found = item[method];
      return found ? [[`${method.toUpperCase()} ${path}`, found] as const] : [];
    }),
  );

export const answerOf = ({ responses }: Operation, status: number): Documented =>
  (responses[status] ?? {}) as Documented;

/** What is wrong with a value by a schema of the document. */
export const faultsBy = (document: OpenAPIObject, schema: unknown, value: unknown): unknown => {
  const { Problem: problem, ...schemas } = document.components?.schemas ?? {};
  const components = { schemas: { ...(closed(schemas) as object), Problem: problem } };
  const ajv = new Ajv({ allErrors: true }).addSchema({ components }, 'openapi');
  const located = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'),
  ) as object;
  return ajv.validate(located, value) === true ? [] : ajv.errors;
};
