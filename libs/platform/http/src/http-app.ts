import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { allowedMethods } from './allowed-methods.ts';
import type { FailureTables } from './failure-of.ts';
import { ProblemFilter } from './problem-filter.ts';
import { tellRequest, type AroundRequest, type Middleware } from './request-facts.ts';
import { validationPipe } from './validation-pipe.ts';

export interface HttpAppOptions extends FailureTables {
  readonly logger?: LoggerService | false;
  /** In bytes, after decompression. */
  readonly bodyLimit?: number;
  readonly around?: AroundRequest;
  /** Who is let in is decided before anything of a body is read. */
  readonly door?: (app: NestExpressApplication) => Middleware;
  /** The pages of other origins that may ask: `https://console.example`; none by default. */
  readonly corsOrigins?: readonly string[];
  /** How many proxies in front of this one are believed when they say whose request they pass on. */
  readonly trustedProxies?: number;
}

const EXPOSED_HEADERS = [
  ...['location', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-request-id'],
  ...['www-authenticate', 'preference-applied', 'content-disposition'],
];

// For answers that are data; a page sets its own policy.
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

const setHeaders = (_: IncomingMessage, response: ServerResponse, next: () => void): void => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  next();
};

/**
 * A Nest application whose every answer is hardened alike: JSON bodies only, checked strictly, and
 * problem documents for whatever goes wrong. It listens nowhere yet: see `listen`.
 */
export const createHttpApp = async (
  module: Type,
  {
    logger,
    bodyLimit = 256 * 1024,
    around,
    door,
    corsOrigins = [],
    trustedProxies = 0,
    ...tables
  }: HttpAppOptions = {},
): Promise<NestExpressApplication> => {
  const options = {
    // Nest would also read HTML forms, which any web page can send without asking.
    bodyParser: false,
    abortOnError: false,
    ...(logger === undefined ? { bufferLogs: true } : { logger }),
  };
  const app = await NestFactory.create<NestExpressApplication>(module, options);
  const express: unknown = app.getHttpAdapter().getInstance();
  app.disable('x-powered-by');
  app.use(tellRequest(around));
  app.use(setHeaders);
  app.set('trust proxy', trustedProxies);
  if (corsOrigins.length > 0)
    app.enableCors({ origin: [...corsOrigins], exposedHeaders: EXPOSED_HEADERS, maxAge: 600 });
  if (door) app.use(door(app));
  app.useBodyParser('json', {
    limit: bodyLimit,
    // `null`, `5` and `"x"` are JSON too; the pipe says what is wrong with them.
    strict: false,
    type: ['application/json', 'application/*+json'],
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(
    new ProblemFilter({ ...tables, allowedMethods: (path) => allowedMethods(express, path) }),
  );
  return app;
};
