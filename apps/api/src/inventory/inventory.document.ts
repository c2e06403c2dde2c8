import { AnswersWith, FailsWith } from '@ferrule/http';
import { DATACENTER_EXAMPLE, ROUTER_EXAMPLE } from '@ferrule/inventory-contracts';
import type { JsonSchema } from '@ferrule/kernel';
import type { Probe } from '@ferrule/router-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation } from '@nestjs/swagger';
import { unavailable, wrongId, wrongQuery } from '../failures.ts';

export const PROBE_EXAMPLE: Probe = {
  status: 'reachable',
  version: '7.24 (stable)',
  board: 'CCR2116-12G-4S+',
  identity: 'dc1-r1',
  uptime: '1w2d3h',
  failure: null,
  milliseconds: 12,
  at: '2026-11-20T11:05:00.000Z',
};

const OF = {
  datacenter: { schema: 'Datacenter', example: DATACENTER_EXAMPLE, path: '/api/v1/datacenters' },
  router: { schema: 'Router', example: ROUTER_EXAMPLE, path: '/api/v1/routers' },
} as const;
type What = keyof typeof OF;

const idOf = (what: What): string =>
  what === 'datacenter' ? DATACENTER_EXAMPLE.datacenterId : ROUTER_EXAMPLE.routerId;

export const DocumentsList = (what: What): MethodDecorator => {
  const { schema, example, path } = OF[what];
  return applyDecorators(
    ApiOperation({ summary: `List ${what}s`, description: 'In the order of their ids.' }),
    AnswersWith({
      status: 200,
      description: `A page of ${what}s`,
      schema: `${schema}Page`,
      example: { [`${what}s`]: [example], next: null },
    }),
    FailsWith(wrongQuery(path), ...unavailable(path)),
  );
};

export const DocumentsOne = (what: What): MethodDecorator => {
  const { schema, example } = OF[what];
  const path = `${OF[what].path}/${idOf(what)}`;
  const detail = `there is no ${what} ${idOf(what)}`;
  const code = `${what.toUpperCase()}_UNKNOWN`;
  return applyDecorators(
    ApiOperation({ summary: `Show a ${what}` }),
    AnswersWith({ status: 200, description: `The ${what}`, schema, example }),
    FailsWith(
      wrongId(path, what),
      { path, status: 404, code, detail, field: what },
      ...unavailable(path),
    ),
  );
};

/** A change is answered with what has become of it. */
export const DocumentsChange = (
  what: What,
  summary: string,
  { description, status = 200 }: { readonly description?: string; readonly status?: number } = {},
): MethodDecorator => {
  const { schema, example, path } = OF[what];
  const headers =
    status === 201
      ? { Location: { description: `The ${what}`, example: `${path}/${idOf(what)}` } }
      : {};
  return applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    AnswersWith({ status, description: `The ${what} as it is now`, schema, example, headers }),
  );
};

/** A body of some of the fields that it is registered with. */
export const TakesChanges = (example: object): MethodDecorator =>
  ApiBody({
    description: 'Those fields that change; null takes one back to its default',
    schema: { type: 'object', example },
  });

const text: JsonSchema = { type: 'string' };
const textOrNull: JsonSchema = { type: ['string', 'null'] };

export const PROBE_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'What a router answered just now',
  required: Object.keys(PROBE_EXAMPLE),
  properties: {
    status: { ...text, enum: ['reachable', 'unreachable'] },
    version: textOrNull,
    board: textOrNull,
    identity: textOrNull,
    uptime: textOrNull,
    failure: textOrNull,
    milliseconds: { type: 'integer' },
    at: { ...text, format: 'date-time' },
  },
};

export const DocumentsProbe = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Look at a router now',
      description: 'That it cannot be reached is an answer too.',
    }),
    AnswersWith({
      status: 200,
      description: 'How it is',
      schema: 'Probe',
      example: PROBE_EXAMPLE,
    }),
  );
