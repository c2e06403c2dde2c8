import { AnswersWith, FailsWith } from '@ferrule/http';
import { type JsonSchema, objectSchema } from '@ferrule/kernel';
import {
  ATTEMPT_SCHEMA,
  type DeliveryView,
  WEBHOOK_SCHEMA,
  type WebhookView,
} from '@ferrule/notifier-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { unavailable, wrongId, wrongQuery } from '../failures.ts';

const WEBHOOK_EXAMPLE: WebhookView = {
  webhookId: 'shop',
  url: 'https://shop.example/hooks/ferrule',
  filter: { types: ['NetworkProvisionCompleted', 'NetworkProvisionFailed'], datacenters: [] },
  ordered: false,
  description: 'the shop',
  signing: 'hmac-sha256',
  publicKey: null,
  status: 'active',
  disabledReason: null,
  oldKeyUntil: null,
  failingSince: null,
  waiting: 0,
  createdAt: '2026-01-05T10:00:00.000Z',
};

const SECRET_EXAMPLE = { webhook: WEBHOOK_EXAMPLE, secret: 'whsec_…' };

const DELIVERY_EXAMPLE: DeliveryView = {
  deliveryId: '42',
  webhookId: 'shop',
  eventId: '01a1f9ed-bbbd-70c1-b872-861b4767a648',
  type: 'NetworkProvisionCompleted',
  networkId: 'net-6b1d2f8c0e9a4357',
  status: 'delivered',
  attempts: 1,
  due: null,
  createdAt: '2026-01-05T10:00:04.000Z',
  endedAt: '2026-01-05T10:00:04.120Z',
  last: { at: '2026-01-05T10:00:04.010Z', durationMs: 108, status: 204, answer: '' },
};

export const WEBHOOK_SECRET_SCHEMA: JsonSchema = objectSchema<typeof SECRET_EXAMPLE>(
  {
    webhook: WEBHOOK_SCHEMA,
    secret: {
      type: 'string',
      description:
        'What a receiver checks signatures with; of Ed25519 it has the public key instead. It is shown this once',
    },
  },
  { description: 'A webhook with its new secret' },
);

export const ATTEMPTS_SCHEMA: JsonSchema = objectSchema({
  attempts: { type: 'array', items: ATTEMPT_SCHEMA },
});

export const SENT_SCHEMA: JsonSchema = objectSchema(
  { deliveries: { type: 'integer' } },
  { description: 'How many are sent' },
);

const PATH = '/api/v1/webhooks';
const ONE = `${PATH}/shop`;
const unknownWebhook = {
  path: ONE,
  status: 404,
  code: 'WEBHOOK_UNKNOWN',
  detail: 'there is no webhook shop',
  field: 'webhookId',
};

export const DocumentsWebhooks = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List webhooks', description: 'In the order of their ids.' }),
    AnswersWith({
      status: 200,
      description: 'A page of webhooks',
      schema: 'WebhookPage',
      example: { webhooks: [WEBHOOK_EXAMPLE], next: null },
    }),
    FailsWith(wrongQuery(PATH), ...unavailable(PATH)),
  );

/** What is answered with the webhook as it is then. */
export const DocumentsWebhook = (summary: string, description?: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    AnswersWith({
      status: 200,
      description: 'The webhook',
      schema: 'Webhook',
      example: WEBHOOK_EXAMPLE,
    }),
    FailsWith(wrongId(ONE, 'webhook'), unknownWebhook, ...unavailable(ONE)),
  );

export const DocumentsSecret = (
  summary: string,
  status: number,
  description: string,
): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    AnswersWith({
      status,
      description: 'The webhook, and its secret this once',
      schema: 'WebhookSecret',
      example: SECRET_EXAMPLE,
    }),
  );

export const DocumentsRemoval = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Remove a webhook', description: 'With its deliveries.' }),
    ApiResponse({ status: 204, description: 'It is gone' }),
    FailsWith(wrongId(ONE, 'webhook'), unknownWebhook, ...unavailable(ONE)),
  );

export const DocumentsSent = (summary: string, description: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    AnswersWith({
      status: 202,
      description: 'On their way',
      schema: 'Sent',
      example: { deliveries: 1 },
    }),
  );

export const DocumentsDeliveries = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List deliveries of a webhook', description: 'Newest first.' }),
    AnswersWith({
      status: 200,
      description: 'A page of deliveries',
      schema: 'DeliveryPage',
      example: { deliveries: [DELIVERY_EXAMPLE], next: null },
    }),
    FailsWith(wrongQuery(`${ONE}/deliveries`), unknownWebhook, ...unavailable(ONE)),
  );

export const DocumentsAttempts = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show what a receiver answered', description: 'Oldest first.' }),
    AnswersWith({
      status: 200,
      description: 'Each call and its answer',
      schema: 'Attempts',
      example: { attempts: [DELIVERY_EXAMPLE.last] },
    }),
    FailsWith(
      {
        path: `${ONE}/deliveries/42`,
        status: 404,
        code: 'DELIVERY_UNKNOWN',
        detail: 'there is no delivery 42',
        field: 'deliveryId',
      },
      ...unavailable(ONE),
    ),
  );
