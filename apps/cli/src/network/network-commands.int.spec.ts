import { leakGuard } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';
import { problem, job, completed, POST, JOB, PROVISION } from '../spec-job.ts';

leakGuard();

const api = useAnsweringApi();

describe('network provision', () => {
  it('prints each step once, then the network and what to know about it', async () => {
    api.answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      // Not taken up, under way, the same again, done.
      [JOB]: [
        { status: 404, body: { ...problem, status: 404 } },
        { body: job },
        { body: job },
        { body: completed },
      ],
    };
    const { code, out, err } = await api.run(`${PROVISION} --key order-1`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'job-1 was accepted',
      '  → ipam_allocation        in progress 11:00:00.000',
      '  ✓ ipam_allocation        completed   11:00:01.000',
      '',
      'net-1 is allocated in DC1',
      '  subnet   172.16.0.0/24',
      '  gateway  172.16.0.1',
      '  VLAN     100',
      '  client   acme',
      '  job      job-1',
      'Warning: nothing is configured yet.',
    ]);
    expect(api.seen[0]).toMatchObject({
      headers: { 'idempotency-key': 'order-1', prefer: 'respond-async' },
      body: '{"clientId":"acme","datacenter":"DC1","size":"/24"}',
    });
  });

  it('gives a program one document and nothing else', async () => {
    api.answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      [JOB]: [{ body: job }, { body: completed }],
    };
    const { code, out, err } = await api.run(`${PROVISION} --json`);
    expect({ code, err, out: JSON.parse(out) as unknown }).toEqual({
      code: 0,
      err: '',
      out: completed,
    });
  });

  it('says in one sentence why the service refuses, and hands a program the document', async () => {
    api.answers = { [POST]: [{ status: 422, body: problem }] };
    const refusal = 'ferrule: there is no datacenter DC9. Ask for one of: DC1, DC2.';
    expect(await api.run(PROVISION)).toEqual({ code: 1, out: '', err: refusal });
    expect(await api.run(`${PROVISION} --json`)).toEqual({
      code: 1,
      out: JSON.stringify(problem),
      err: refusal,
    });
  });

  it('ends with 1 when the job fails, and says why', async () => {
    const error = { message: 'no prefix is free', suggestion: 'ask for a smaller one' };
    api.answers = {
      [POST]: [{ status: 202, body: job }],
      [JOB]: [{ body: { ...job, status: 'FAILED', error } }],
    };
    const { code, err } = await api.run(PROVISION);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'ferrule: job-1 failed: no prefix is free. Ask for a smaller one.',
    });
  });

  it('ends at once when a command was refused before it became a job', async () => {
    const rejection = {
      ...problem,
      status: 404,
      detail: 'job-1 was refused: too many',
      rejectedWith: 'X',
    };
    api.answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      [JOB]: [{ status: 404, body: rejection }],
    };
    expect(await api.run(PROVISION)).toMatchObject({
      code: 1,
      err: expect.stringContaining('too many'),
    });
  });

  it('ends with 4 when the time is over, and says how to go on', async () => {
    api.answers = { [POST]: [{ status: 202, body: job }], [JOB]: [{ body: job }] };
    expect(await api.run(`${PROVISION} --wait 0`)).toMatchObject({
      code: 4,
      err: 'ferrule: job-1 is not finished after 0 s and goes on. See: ferrule job watch job-1',
    });
  });

  it('does not follow when told so', async () => {
    api.answers = { [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }] };
    const { code, out } = await api.run(`${PROVISION} --async`);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'job-1 is PENDING. See: ferrule job watch job-1',
    });
    expect(api.seen.map(({ line }) => line)).toEqual([POST]);
  });

  it('says nothing more after Ctrl-C', async () => {
    api.answers = { [POST]: [{ status: 202, body: job }], [JOB]: [{ body: job }] };
    const stop = new AbortController();
    const onLine = (line: string) => {
      if (line.includes('in progress')) stop.abort();
    };
    const { code, err } = await api.run(PROVISION, { stop: stop.signal, onLine });
    expect({ code, err }).toEqual({ code: 130, err: '' });
  });

  it('is followed later by the id of its job, and an unknown one is refused at once', async () => {
    api.answers = { [JOB]: [{ body: job }, { body: completed }] };
    const { code, out } = await api.run('job follow job-1');
    expect([code, out.includes('net-1 is allocated in DC1')]).toEqual([0, true]);
    api.answers = {};
    expect(await api.run('job follow job-1')).toMatchObject({
      code: 1,
      err: `ferrule: no ${JOB}.`,
    });
  });

  it('never sends what is not whole', async () => {
    const { code, err } = await api.run('network provision --client acme');
    expect({ code, seen: api.seen }).toEqual({ code: 2, seen: [] });
    expect(err).toBe(
      'ferrule: --datacenter, --size must be given, or the whole request with --file.',
    );
  });
});

describe('network provision-batch', () => {
  it('sends what the file holds, and says what has become of all of them', async () => {
    const children = {
      ...{ total: 3, completed: 2, failed: 1, cancelled: 0 },
      ...{ needsOperator: 0, running: 0, pending: 0 },
    };
    api.answers = {
      'POST /api/v1/networks/provision-batch': [{ status: 202, body: job }],
      [JOB]: [{ body: { ...completed, networkId: null, result: null, warnings: [], children } }],
    };
    const input = '{"networks":[{"clientId":"a"}]}';
    const { code, out } = await api.run('network provision-batch - --parallel 4', { input });
    expect(code).toBe(0);
    expect(out).toContain('2 of 3 networks are provisioned; 1 failed');
    expect(api.seen[0]?.body).toBe('{"networks":[{"clientId":"a"}],"parallel":4}');
    expect((await api.run('network provision-batch -', { input: '[]' })).code).toBe(2);
  });
});

describe('network plan', () => {
  it('asks for a dry run, and shows what it would take and write', async () => {
    const change = { path: '/ip/pool', before: null, after: { name: 'vlan100' }, critical: true };
    const plan = { stages: [{ phase: 3, changes: [change] }], warnings: [] };
    api.answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      [JOB]: [{ body: { ...completed, plan } }],
    };
    const { code, out, err } = await api.run(PROVISION.replace('provision', 'plan'));
    expect({ code, err }).toEqual({ code: 0, err: 'Nothing was taken, and nothing written.' });
    expect(out).toContain('+ /ip/pool/add name=vlan100');
    expect(JSON.parse(api.seen[0]?.body ?? '')).toMatchObject({ dryRun: true, size: '/24' });
  });
});

describe('network delete', () => {
  const DELETE = 'DELETE /api/v1/networks/net-1';

  it('follows the job that takes it down', async () => {
    const removal = { networkId: 'net-1', force: true, reason: null, ticket: 'CHG-1' };
    api.answers = {
      [`${DELETE}?force=true&ticket=CHG-1`]: [{ status: 202, body: job }],
      [JOB]: [{ body: { ...completed, result: null, warnings: [], removal } }],
    };
    const { code, out } = await api.run('network delete net-1 --force --ticket CHG-1');
    expect([code, out.split('\n').at(-1)]).toEqual([
      0,
      'net-1 is released; its addresses rest a while',
    ]);
    expect(api.seen[0]?.headers['idempotency-key']).toMatch(/^cli-/);
  });

  it('needs no job for one that no router ever carried, and says why one stays', async () => {
    api.answers = { [DELETE]: [{ body: { networkId: 'net-1', status: 'released' } }] };
    expect((await api.run('network delete net-1')).out).toBe('net-1 is released');
    const detail = 'addresses of network net-1 are in use: 172.16.0.5 (web-1)';
    api.answers = {
      [DELETE]: [
        { status: 409, body: { ...problem, status: 409, code: 'NETWORK_IN_USE', detail } },
      ],
    };
    expect(await api.run('network delete net-1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('172.16.0.5 (web-1)'),
    });
  });
});

describe('network list', () => {
  it('asks for what is looked for', async () => {
    const query = 'limit=100&datacenter=DC1&client=acme&tag=web&status=provisioned';
    api.answers = { [`GET /api/v1/networks?${query}`]: [{ body: { networks: [], next: null } }] };
    const line = 'network list --dc DC1 --client acme --tag web --status provisioned';
    expect(await api.run(line)).toEqual({ code: 0, out: '', err: 'There is no such network.' });
  });
});
