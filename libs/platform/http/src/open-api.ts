import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { JsonSchema } from '@ferrule/kernel';
import { type DocumentedProblem, responseOf } from './documented.ts';
import { PROBLEM_SCHEMA } from './problem.ts';
import { describeClass, inputClassesOf } from './rule-schemas.ts';

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Further classes with validation rules, such as those of answers. */
  readonly models?: readonly (new () => object)[];
  /** Schemas by name, for answers that have no class. */
  readonly schemas?: Readonly<Record<string, JsonSchema>>;
  /** The modules whose paths are documented; all of them by default. */
  readonly include?: readonly (new () => object)[];
  /** Problems that every operation may answer. */
  readonly everywhere?: readonly DocumentedProblem[];
  /** What else the document should say: security schemes, tags, servers. */
  readonly extend?: (builder: DocumentBuilder) => void;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const PROBLEM_RESPONSE = {
  description: 'What went wrong.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

// Everything on the page is ours; its style sheet alone is inline.
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

const allowPage = (_: IncomingMessage, response: ServerResponse, next: () => void): void => {
  response.setHeader('content-security-policy', PAGE_POLICY);
  next();
};

/** What all operations have in common, which no decorator should have to repeat. */
const complete = (
  document: OpenAPIObject,
  strict: readonly string[],
  schemas: Readonly<Record<string, JsonSchema>>,
  everywhere: readonly DocumentedProblem[],
): OpenAPIObject => {
  const shared = Object.fromEntries(
    everywhere.map(({ status, code }) => [status, { $ref: `#/components/responses/${code}` }]),
  );
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation)
        operation.responses = { ...shared, ...operation.responses, default: PROBLEM_RESPONSE };
    }
  }
  const { components } = document;
  for (const name of strict) {
    const schema = components?.schemas?.[name];
    // An unknown field is refused.
    if (schema) Object.assign(schema, { additionalProperties: false });
  }
  return {
    ...document,
    components: {
      ...components,
      responses: Object.fromEntries(everywhere.map((one) => [one.code, responseOf([one])])),
      schemas: { ...components?.schemas, ...schemas, Problem: PROBLEM_SCHEMA },
    },
  };
};

/**
 * Serves the OpenAPI 3.1 document at `/openapi.json` and a page to read and try it at `/docs`. To
 * be called before the application listens: routes that come later are never reached.
 */
export const openApi = (
  app: INestApplication,
  {
    title,
    version,
    description = '',
    models = [],
    schemas = {},
    everywhere = [],
    include,
    extend,
  }: OpenApiOptions,
): OpenAPIObject => {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const inputs = controllers.flatMap(({ metatype }) => inputClassesOf(metatype));
  for (const model of models) describeClass(model);
  const strict = inputs.flatMap(describeClass).map(({ name }) => name);
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setVersion(version)
    .setDescription(description);
  extend?.(builder);
  const document = complete(
    SwaggerModule.createDocument(app, builder.build(), {
      extraModels: [...models],
      ...(include && { include: [...include] }),
    }),
    strict,
    schemas,
    everywhere,
  );
  app.use('/docs', allowPage);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: title,
    // Its default asks a public service whether the document is valid.
    swaggerOptions: { validatorUrl: null },
  });
  return document;
};
