import { leakGuard } from '@ferrule/testing';
import type { AlertRuleView } from '@ferrule/notifier-contracts';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();
const rule: AlertRuleView = {
  ruleId: 'on-call',
  filter: { types: ['JobNeedsOperator'], datacenters: ['DC1'] },
  to: { kind: 'mail', addresses: ['on-call@example.net'] },
  digestAt: null,
  quiet: { from: '22:00', to: '07:00' },
  timeZone: 'Europe/Paris',
  groupSeconds: 300,
  createdAt: '2026-11-20T11:00:00.000Z',
  waiting: 2,
  lastSentAt: null,
  failure: 'the server is away',
};

describe('rules by which people are told', () => {
  it('are a table that fits the terminal', async () => {
    api.answers = {
      'GET /api/v1/alert-rules?limit=100': [{ body: { alertRules: [rule], next: null } }],
    };
    const { out } = await api.run('alert list', { width: 80 });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).toContain('on-call');
  });

  it('are set with whom, of what and when', async () => {
    api.answers = { 'PUT /api/v1/alert-rules/on-call': [{ body: rule }] };
    const { out } = await api.run(
      'alert set on-call --mail on-call@example.net --type JobNeedsOperator --dc DC1 --quiet 22:00-07:00 --zone Europe/Paris',
    );
    expect(out).toContain('on-call tells on-call@example.net');
    expect(JSON.parse(api.seen.at(-1)?.body ?? '')).toEqual({
      to: { kind: 'mail', addresses: ['on-call@example.net'] },
      filter: { types: ['JobNeedsOperator'], datacenters: ['DC1'] },
      quiet: { from: '22:00', to: '07:00' },
      timeZone: 'Europe/Paris',
      groupSeconds: 300,
    });
  });

  it.each([
    ['alert set x', /--mail/u],
    ['alert set x --mail a@example.net --chat https://chat.example/1', /--mail/u],
    ['alert set x --mail a@example.net --quiet night', /22:00-07:00/u],
  ])('are not set by %s', async (line, said) => {
    const { code, err } = await api.run(line);
    expect(code).toBe(2);
    expect(err).toMatch(said);
  });

  it('are removed', async () => {
    api.answers = { 'DELETE /api/v1/alert-rules/on-call': [{ status: 204, body: '' }] };
    expect(await api.run('alert remove on-call')).toMatchObject({ out: 'on-call is gone' });
  });
});
