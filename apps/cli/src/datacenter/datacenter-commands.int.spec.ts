import { leakGuard } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';
import { job, completed, JOB } from '../spec-job.ts';

leakGuard();

const api = useAnsweringApi();

describe('datacenter prepare', () => {
  it('follows the job, and says that the datacenter is prepared', async () => {
    const prepared = {
      ...completed,
      networkId: null,
      warnings: [],
      request: null,
      result: null,
      steps: [{ step: 'router_apply', status: 'completed', timestamp: '2026-11-20T11:00:01.000Z' }],
    };
    api.answers = {
      'POST /api/v1/datacenters/DC1/prepare': [
        { status: 202, body: { jobId: 'job-1', status: 'PENDING' } },
      ],
      [JOB]: [{ body: prepared }],
    };
    expect(await api.run('datacenter prepare DC1 --key once')).toEqual({
      code: 0,
      err: '',
      out: [
        'job-1 was accepted',
        '  ✓ router_apply           completed   11:00:01.000',
        '',
        'DC1 is prepared',
      ].join('\n'),
    });
    expect(api.seen[0]).toMatchObject({ headers: { 'idempotency-key': 'once' }, body: '' });
  });

  it('says what the router said when it fails', async () => {
    const error = { message: 'the router refused /ip/dns/set: no', suggestion: null };
    api.answers = {
      'POST /api/v1/datacenters/DC1/prepare': [{ status: 202, body: job }],
      [JOB]: [{ body: { ...job, networkId: null, status: 'FAILED', error } }],
    };
    expect(await api.run('datacenter prepare DC1')).toMatchObject({
      code: 1,
      err: 'ferrule: job-1 failed: the router refused /ip/dns/set: no.',
    });
  });
});
