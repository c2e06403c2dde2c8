import { leakGuard } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from './spec-api.ts';

leakGuard();

const api = useAnsweringApi();

describe('lists', () => {
  const view = (id: number) => ({
    jobId: `job-${id}`,
    networkId: `net-${id}`,
    clientId: 'acme',
    datacenter: 'DC1',
    status: 'COMPLETED',
    startTime: '2026-11-20T11:00:00.000Z',
  });

  it('are read page by page until there is enough', async () => {
    const page = Array.from({ length: 500 }, (_, id) => view(id));
    api.answers = {
      'GET /api/v1/jobs?limit=500': [{ body: { jobs: page, next: 'c1' } }],
      'GET /api/v1/jobs?limit=2&cursor=c1': [
        { body: { jobs: [view(500), view(501)], next: 'c2' } },
      ],
    };
    const { code, out, err } = await api.run('job list --limit 502');
    expect({ code, lines: out.split('\n').length, err }).toEqual({
      code: 0,
      lines: 503,
      err: 'There are more: --limit 5020',
    });
  });

  it('say so when they are empty', async () => {
    api.answers = { 'GET /api/v1/networks?limit=100': [{ body: { networks: [], next: null } }] };
    expect(await api.run('network list')).toEqual({
      code: 0,
      out: '',
      err: 'There are no networks yet.',
    });
  });
});
