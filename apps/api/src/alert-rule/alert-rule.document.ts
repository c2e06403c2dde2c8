import { AnswersWith, FailsWith } from '@ferrule/http';
import type { AlertRuleView } from '@ferrule/notifier-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { unavailable, wrongId, wrongQuery } from '../failures.ts';

const EXAMPLE: AlertRuleView = {
  ruleId: 'on-call',
  filter: { types: ['JobNeedsOperator'], datacenters: [] },
  to: { kind: 'mail', addresses: ['on-call@example.net'] },
  digestAt: null,
  quiet: null,
  timeZone: 'Europe/Paris',
  groupSeconds: 300,
  createdAt: '2026-01-05T10:00:00.000Z',
  waiting: 0,
  lastSentAt: null,
  failure: null,
};

const PATH = '/api/v1/alert-rules';
const ONE = `${PATH}/on-call`;
const unknownRule = {
  path: ONE,
  status: 404,
  code: 'ALERT_RULE_UNKNOWN',
  detail: 'there is no rule on-call',
  field: 'rule',
};

export const DocumentsRules = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the rules by which people are told' }),
    AnswersWith({
      status: 200,
      description: 'A page of rules',
      schema: 'AlertRulePage',
      example: { alertRules: [EXAMPLE], next: null },
    }),
    FailsWith(wrongQuery(PATH), ...unavailable(PATH)),
  );

export const DocumentsRule = (summary: string, description?: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    AnswersWith({ status: 200, description: 'The rule', schema: 'AlertRule', example: EXAMPLE }),
    FailsWith(wrongId(ONE, 'rule'), unknownRule, ...unavailable(ONE)),
  );

export const DocumentsRuleRemoval = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Remove a rule' }),
    ApiResponse({ status: 204, description: 'It is gone' }),
    FailsWith(wrongId(ONE, 'rule'), unknownRule, ...unavailable(ONE)),
  );
