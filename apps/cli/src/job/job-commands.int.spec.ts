import { leakGuard } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';
import { completed, job, JOB } from '../spec-job.ts';

leakGuard();

const api = useAnsweringApi();

const stuck = {
  ...job,
  workflow: 'network.provision',
  status: 'NEEDS_OPERATOR',
  actor: 'ada',
  tenant: 'demo',
  publisher: 'api',
  startTime: '2026-11-20T11:00:00.000Z',
  endTime: '2026-11-20T11:00:09.000Z',
  errorMessage: 'the router refused it; it could not be undone',
  error: { code: 'ROLLBACK_INCOMPLETE', suggestion: null, message: 'it could not be undone' },
  rollback: { TotalResources: 9, Removed: 7, Failed: 2, Errors: [] },
  left: [
    {
      step: 'router_apply',
      index: 1,
      where: 'dc1-r1',
      what: '/ip/address address=172.16.0.1/24',
      commands: ['/ip/address/remove [find address="172.16.0.1/24"]'],
    },
    { step: 'ipam_allocation', index: 0, where: 'ipam', what: 'net-1', commands: [] },
  ],
};

describe('job list', () => {
  it('asks for what waits for a person, and for what is looked for', async () => {
    api.answers = {
      'GET /api/v1/jobs?limit=50&state=NEEDS_OPERATOR': [{ body: { jobs: [], next: null } }],
      'GET /api/v1/jobs?limit=7&state=FAILED%2CPAUSED&network=net-1&datacenter=DC2&parent=job-9&since=2026-11-20':
        [{ body: { jobs: [], next: null } }],
    };
    for (const line of [
      'job list --needs-operator',
      'job list --limit 7 --state failed,paused --network net-1 --dc DC2 --batch job-9 --since 2026-11-20',
    ])
      expect(await api.run(line)).toEqual({ code: 0, out: '', err: 'There is no such job.' });
    expect(await api.run('job list --needs-operator --state failed')).toMatchObject({ code: 2 });
  });

  it('reads a time that is said as an age', async () => {
    api.answers = {};
    const before = Date.now();
    await api.run('job list --since 2h');
    const { line = '' } = api.seen[0] ?? {};
    const since = Date.parse(new URL(line.slice(4), api.url).searchParams.get('since') ?? '');
    expect(since).toBeGreaterThanOrEqual(before - 7_200_000);
    expect(since).toBeLessThanOrEqual(Date.now() - 7_200_000);
  });

  it('fits a terminal of 80 characters', async () => {
    const row = { ...stuck, jobId: 'job-4b2cae5794a13c106806e613', clientId: 'c'.repeat(64) };
    api.answers = { 'GET /api/v1/jobs?limit=50': [{ body: { jobs: [row], next: null } }] };
    const { out } = await api.run('job list', { width: 80 });
    expect(out).toContain('job-4b2cae5794a13c106806e613  NEEDS_OPERATOR');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('job show', () => {
  it('says at night what is left, where, what removes it, and what can be done', async () => {
    api.answers = { [JOB]: [{ body: stuck }] };
    const { code, out } = await api.run('job show job-1');
    expect(code).toBe(0);
    expect(out).toContain('job-1 is NEEDS_OPERATOR');
    expect(out).toMatch(/rolled back +7 of 9 rows, 2 failed/u);
    expect(out).toContain(
      [
        'Left on dc1-r1:',
        '  /ip/address address=172.16.0.1/24',
        'What removes it, as it is typed there:',
        '  /ip/address/remove [find address="172.16.0.1/24"]',
        '',
        'Left on ipam:',
        '  net-1',
        '',
        'What can be done:',
        '  ferrule job retry job-1               try the undo again',
      ].join('\n'),
    );
  });

  it('lets nothing that a router said act on the terminal', async () => {
    const [first] = stuck.left;
    const left = [{ ...first, what: 'a\u001B[2Jb', commands: ['c\u001B[2J\nd'] }];
    api.answers = { [JOB]: [{ body: { ...stuck, left } }] };
    const { out } = await api.run('job show job-1');
    expect(out).toContain('  a�[2Jb');
    expect(out).toContain('  c�[2J�d');
  });

  it('shows its commands on the router as a coloured diff', async () => {
    const change = { path: '/interface/vlan', before: null, after: null, critical: true };
    const vlan = { name: 'vlan150', 'vlan-id': '150' };
    const stages = [
      { phase: 1, changes: [{ ...change, after: vlan }] },
      { phase: 7, changes: [] },
      {
        phase: 'activation',
        changes: [
          { ...change, before: { ...vlan, mtu: '1400' }, after: vlan, critical: false },
          { ...change, before: vlan },
        ],
      },
    ];
    api.answers = { [JOB]: [{ body: { ...stuck, plan: { stages, warnings: ['mtu is tight'] } } }] };
    const { out } = await api.run('job show job-1 --plan', { colour: true });
    expect(out.split('\n')).toEqual([
      '<bold>Phase 1</>',
      '<green>+ /interface/vlan/add name=vlan150 vlan-id=150</>',
      '<bold>Activation</>',
      '<yellow>~ /interface/vlan/set [find name="vlan150"] mtu=""  # may fail</>',
      '<red>- /interface/vlan/remove [find name="vlan150"]</>',
      '1 to add, 1 to change, 1 to remove.',
      '<yellow>Warning:</> mtu is tight.',
    ]);
    expect(JSON.parse((await api.run('job show job-1 --plan --json')).out)).toMatchObject({
      stages,
    });
    api.answers = { [JOB]: [{ body: { ...stuck, plan: null } }] };
    expect((await api.run('job show job-1 --plan')).code).toBe(1);
  });
});

describe('an order to a job', () => {
  it('is sent with its reason, and followed to the end that it leads to', async () => {
    const cancelled = { ...job, status: 'CANCELLED', steps: [] };
    api.answers = {
      'POST /api/v1/jobs/job-1/cancel': [{ body: { ...job, status: 'ROLLING_BACK' } }],
      [JOB]: [{ body: cancelled }],
    };
    expect(await api.run('job cancel job-1 --reason unwanted')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('job-1 is ROLLING_BACK'),
    });
    expect(api.seen[0]?.body).toBe('{"reason":"unwanted"}');
  });

  it('that only changes its state is answered with it', async () => {
    api.answers = {
      'POST /api/v1/jobs/job-1/pause': [{ body: { ...job, status: 'PAUSED' } }],
      'POST /api/v1/jobs/job-1/abandon': [{ body: { ...stuck, status: 'FAILED' } }],
    };
    expect((await api.run('job pause job-1')).out).toBe('job-1 is PAUSED');
    const abandoned = await api.run('job abandon job-1 --reason replaced --json');
    expect(JSON.parse(abandoned.out)).toMatchObject({ status: 'FAILED' });
  });

  it('that leaves something behind is not sent without a reason', async () => {
    for (const name of ['skip', 'abandon'])
      expect(await api.run(`job ${name} job-1`)).toMatchObject({ code: 2 });
    expect(api.seen).toEqual([]);
  });

  it('ends with 1 where the job still waits for a person, and says where to look', async () => {
    api.answers = {
      'POST /api/v1/jobs/job-1/retry': [{ body: { ...job, status: 'ROLLING_BACK' } }],
      [JOB]: [{ body: stuck }],
    };
    expect(await api.run('job retry job-1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('ferrule job show job-1'),
    });
  });
});

describe('job timeline', () => {
  it('draws how long each step took, within 80 characters', async () => {
    const at = (second: number) => `2026-11-20T11:00:0${second}.000Z`;
    const entry = (what: string, from: number, to: number, outcome: string) => ({
      ...{ what, index: 2, direction: 'do', attempt: 1, start: at(from), end: at(to), outcome },
      ...{ milliseconds: (to - from) * 1000, detail: 'phase 5: /ip/dhcp-server', actor: 'ada' },
    });
    const timeline = {
      ...{ jobId: 'job-1', status: 'FAILED', startTime: at(0), endTime: at(8) },
      milliseconds: 8_000,
      entries: [
        { ...entry('NetworkProvisionAccepted', 0, 0, 'noted'), direction: null, detail: null },
        entry('ipam_allocation', 0, 4, 'completed'),
        entry('router_apply', 4, 8, 'failed'),
      ],
    };
    api.answers = { 'GET /api/v1/jobs/job-1/timeline': [{ body: timeline }] };
    const { out } = await api.run('job timeline job-1');
    expect(out.split('\n').map((line) => line.trimEnd())).toEqual([
      'AT (UTC)      TOOK   WHAT                                                   ABOUT',
      '11:00:00.000         NetworkProvisionAccepted',
      '11:00:00.000  4.0 s  ipam_allocation           ████████          completed  phase 5: /ip/dhcp-server',
      '11:00:04.000  4.0 s  router_apply 2                    ████████  failed     phase 5: /ip/dhcp-server',
      'job-1 is FAILED after 8.0 s',
    ]);
    const narrow = await api.run('job timeline job-1', { width: 80 });
    for (const line of narrow.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(JSON.parse((await api.run('job timeline job-1 --json')).out)).toEqual(timeline);
  });
});

describe('job watch', () => {
  const STREAM = 'GET /api/v1/jobs/job-1/events';
  const frame = (event: string, data: object, id?: number) =>
    `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  const stream = (...frames: string[]) => ({
    type: 'text/event-stream',
    body: `retry: 2000\n\n: still here\n\n${frames.join('')}`,
  });

  it('shows what the stream says as it comes, and goes on where it was cut off', async () => {
    api.answers = {
      [JOB]: [{ body: { ...job, steps: [] } }, { body: job }],
      [STREAM]: [
        stream(frame('StepIntended', { version: 2 }, 2), frame('job', job)),
        stream(frame('StepCompleted', { version: 3 }, 3), frame('end', completed)),
      ],
    };
    const { code, out } = await api.run('job watch job-1');
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 2)).toEqual([
      '  → ipam_allocation        in progress 11:00:00.000',
      '  ✓ ipam_allocation        completed   11:00:01.000',
    ]);
    const streams = api.seen.filter(({ line }) => line === STREAM);
    expect(streams.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2']);
  });

  it('gives a program each event on a line, and at last the job, also when that is over', async () => {
    api.answers = {
      [JOB]: [{ body: completed }],
      [STREAM]: [stream(frame('StepIntended', { version: 2 }, 2), frame('end', completed))],
    };
    const { code, out } = await api.run('job watch job-1 --json');
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
      { version: 2 },
      completed,
    ]);
  });

  it('draws it over and over on a terminal, with a bar of how far it is', async () => {
    const drawings: (readonly string[])[] = [];
    const both = {
      steps: [completed.steps[0], { step: 'dns_update', status: 'pending', timestamp: null }],
    };
    api.answers = {
      [JOB]: [{ body: { ...job, startTime: job.steps[0]?.timestamp } }],
      [STREAM]: [stream(frame('job', { ...job, ...both }), frame('end', completed))],
    };
    const draw = (lines: readonly string[]) => void drawings.push(lines);
    const { code } = await api.run('job watch job-1', { width: 80, draw });
    expect(code).toBe(0);
    expect(drawings.map(([, bar]) => bar?.slice(0, 26))).toEqual(
      expect.arrayContaining([
        '  ░░░░░░░░░░░░░░░░░░░░ 0/1',
        '  ██████████░░░░░░░░░░ 1/2',
        '  ████████████████████ 1/1',
      ]),
    );
    for (const line of drawings.flat()) expect(line.length).toBeLessThanOrEqual(80);
  });
});
