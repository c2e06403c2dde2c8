import { describe, expect, it } from '@jest/globals';
import type { AlertRuleCommand, AlertRuleEvent } from '@ferrule/notifier-contracts';
import { deciderSpec } from '@ferrule/testing';
import { alertRuleDecider } from './alert-rule.ts';

const given = deciderSpec(alertRuleDecider);
const settings = {
  filter: { types: ['JobNeedsOperator'], datacenters: [] },
  to: { kind: 'chat', host: 'chat.example' },
  digestAt: null,
  quiet: null,
  timeZone: 'UTC',
  groupSeconds: 300,
} as const;
const ruleId = 'on-call';
const set = (address?: string): AlertRuleCommand => ({
  type: 'SetAlertRule',
  data: { ruleId, ...settings, ...(address !== undefined && { address }) },
});
const wasSet: AlertRuleEvent = { type: 'AlertRuleSet', data: { ruleId, ...settings } };
const remove: AlertRuleCommand = { type: 'RemoveAlertRule', data: { ruleId } };
const removed: AlertRuleEvent = { type: 'AlertRuleRemoved', data: { ruleId } };

describe('a rule', () => {
  it('is set, and the address of its chat is in no event', () => {
    given().when(set('sealed:k1:…')).then(wasSet);
    expect(JSON.stringify(alertRuleDecider.decide(set('sealed:k1:…'), 'none'))).not.toMatch(/k1/);
  });

  it('of a chat needs an address, which it keeps', () => {
    given().when(set()).thenRejects('ADDRESS_MISSING');
    given(wasSet).when(set()).then(wasSet);
    given(wasSet, removed).when(set()).thenRejects('ADDRESS_MISSING');
  });

  it('is removed once', () => {
    given(wasSet).when(remove).then(removed);
    given(wasSet, removed).when(remove).then();
  });
});
