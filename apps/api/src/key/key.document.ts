import { KEY_SCHEMA, type KeyView, type Me } from '@ferrule/api-contracts';
import { AnswersWith, FailsWith, type DocumentedProblem } from '@ferrule/http';
import { type JsonSchema, objectSchema } from '@ferrule/kernel';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { wrongQuery } from '../failures.ts';

const KEY_EXAMPLE: KeyView = {
  keyId: '1f0c9a7e5d3b4826',
  name: 'billing',
  role: 'operator',
  tenants: ['acme'],
  datacenters: null,
  expiresAt: '2030-01-01T00:00:00.000Z',
  status: 'active',
  createdAt: '2026-01-05T10:00:00.000Z',
  createdBy: 'key:ada',
  revokedAt: null,
  oldSecretUntil: null,
  lastUsedAt: '2026-01-05T10:02:11.000Z',
};

export const ME_EXAMPLE: Me = {
  actor: 'key:billing',
  tenant: 'acme',
  role: 'operator',
  rights: ['read', 'operate', 'audit'],
  tenants: ['acme'],
  datacenters: null,
  keyId: '1f0c9a7e5d3b4826',
  expiresAt: '2030-01-01T00:00:00.000Z',
};

const SECRET_EXAMPLE = { key: KEY_EXAMPLE, secret: 'fk_1f0c9a7e5d3b4826_…' };

export const KEY_SECRET_SCHEMA: JsonSchema = objectSchema<typeof SECRET_EXAMPLE>(
  {
    key: KEY_SCHEMA,
    secret: {
      type: 'string',
      description: 'The key as it is sent, behind `Authorization: Bearer`. It is shown this once',
    },
  },
  { description: 'A key with its secret' },
);

const PATH = '/api/v1/keys';
const ONE = `${PATH}/1f0c9a7e5d3b4826`;

const unknownKey: DocumentedProblem = {
  path: ONE,
  status: 404,
  code: 'KEY_UNKNOWN',
  detail: 'there is no key 1f0c9a7e5d3b4826',
  field: 'keyId',
};
const nameTaken: DocumentedProblem = {
  path: PATH,
  status: 409,
  code: 'KEY_NAME_TAKEN',
  detail: 'another key has this name',
  field: 'name',
  suggestion: 'take another name, or revoke that key first',
};
const ended: DocumentedProblem = {
  path: `${ONE}/rotate`,
  status: 409,
  code: 'KEY_ENDED',
  detail: 'the key 1f0c9a7e5d3b4826 is revoked or expired',
  field: 'keyId',
  suggestion: 'issue another one',
};

export const DocumentsKeys = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List API keys', description: 'In the order of their ids.' }),
    AnswersWith({
      status: 200,
      description: 'A page of keys',
      schema: 'KeyPage',
      example: { keys: [KEY_EXAMPLE], next: null },
    }),
    FailsWith(wrongQuery(PATH)),
  );

export const DocumentsKey = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show an API key', description: 'Its secret is shown to nobody.' }),
    AnswersWith({ status: 200, description: 'The key', schema: 'Key', example: KEY_EXAMPLE }),
    FailsWith(unknownKey),
  );

export const DocumentsIssue = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Issue an API key',
      description: 'Its secret is in this answer and nowhere else: keep it.',
    }),
    AnswersWith({
      status: 201,
      description: 'The key, and its secret this once',
      schema: 'KeySecret',
      example: SECRET_EXAMPLE,
      headers: { Location: { description: 'Where the key is', example: ONE } },
    }),
    FailsWith(nameTaken),
  );

export const DocumentsRotation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Give an API key another secret',
      description: 'The old one is taken for a while, a day unless said otherwise.',
    }),
    AnswersWith({
      status: 200,
      description: 'The key, and its new secret this once',
      schema: 'KeySecret',
      example: SECRET_EXAMPLE,
    }),
    FailsWith(unknownKey, ended),
  );

export const DocumentsRevocation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Revoke an API key',
      description: 'Within a second it is refused everywhere, for good.',
    }),
    ApiResponse({ status: 204, description: 'It is revoked' }),
    FailsWith(unknownKey),
  );

export const DocumentsMe = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Say who asks', description: 'What your credential is, and may do.' }),
    AnswersWith({ status: 200, description: 'You', schema: 'Me', example: ME_EXAMPLE }),
  );
