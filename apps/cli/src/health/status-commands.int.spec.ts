import { leakGuard } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();

describe('status', () => {
  it('shows what is not ready, and ends with 1', async () => {
    const checks = {
      bus: { status: 'up', ms: 1 },
      database: { status: 'down', ms: 2, reason: 'timeout' },
    };
    api.answers = { 'GET /health/ready': [{ status: 503, body: { status: 'not ready', checks } }] };
    const { code, out, err } = await api.run('status');
    expect({ code, err }).toEqual({ code: 1, err: 'ferrule: not ready: api.' });
    expect(out.split('\n')[1]).toBe(`api      not ready  ${api.url}  bus, database down (timeout)`);
  });
});
