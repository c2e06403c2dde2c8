import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DATACENTER_EXAMPLE, ROUTER_EXAMPLE } from '@ferrule/inventory-contracts';
import { freePort, leakGuard } from '@ferrule/testing';
import { ferrule, type TerminalOptions } from './spec-rig.ts';

leakGuard();

const problem = {
  type: 'urn:ferrule:problem:datacenter-not-found',
  title: 'Datacenter not found',
  status: 422,
  detail: 'there is no datacenter DC9',
  instance: '/api/v1/networks/provision',
  code: 'DATACENTER_NOT_FOUND',
  field: 'datacenter',
  suggestion: 'ask for one of: DC1, DC2',
};
const job = {
  jobId: 'job-1',
  networkId: 'net-1',
  status: 'IN_PROGRESS',
  steps: [
    { step: 'ipam_allocation', status: 'in_progress', timestamp: '2026-11-20T11:00:00.000Z' },
  ],
  datacenter: 'DC1',
  warnings: ['nothing is configured yet'],
  request: { clientId: 'acme', datacenter: 'DC1' },
  result: null,
  error: null,
  errorMessage: null,
};
const completed = {
  ...job,
  status: 'COMPLETED',
  steps: [{ step: 'ipam_allocation', status: 'completed', timestamp: '2026-11-20T11:00:01.000Z' }],
  result: {
    vlanId: 100,
    subnet: '172.16.0.0/24',
    gateway: '172.16.0.1',
    dhcpRange: null,
    status: 'allocated',
  },
};

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly type?: string;
}
interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let api: string;
/** What is answered to `POST /path`: the first, then the next, the last one for ever. */
let answers: Record<string, Answer[]>;
let seen: Seen[];

const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const line = `${request.method ?? ''} ${request.url ?? ''}`;
  const body = (await request.toArray()).join('');
  seen.push({ line, headers: request.headers, body });
  const list = answers[line] ?? [
    { status: 404, body: { status: 404, code: 'NOT_FOUND', detail: `no ${line}` } },
  ];
  const answer = (list.length > 1 ? list.shift() : list[0]) ?? { body: null };
  const { status = 200, type = status < 400 ? 'application/json' : 'application/problem+json' } =
    answer;
  response.writeHead(status, { 'content-type': type, connection: 'close' });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
};

beforeAll(async () => {
  server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  seen = [];
  answers = {};
});
afterEach(() => {
  delete process.env['FERRULE_CLI_API'];
});

const run = (line: string, options?: TerminalOptions) =>
  ferrule(['--api', api, '--data', 'nowhere', ...line.split(' ')], options);

const PROVISION = 'network provision --client acme --datacenter DC1 --size /24';
const POST = 'POST /api/v1/networks/provision';
const JOB = 'GET /api/v1/jobs/job-1';

describe('network provision', () => {
  it('prints each step once, then the network and what to know about it', async () => {
    answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      // Not taken up, under way, the same again, done.
      [JOB]: [
        { status: 404, body: { ...problem, status: 404 } },
        { body: job },
        { body: job },
        { body: completed },
      ],
    };
    const { code, out, err } = await run(`${PROVISION} --key order-1`);
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
    expect(seen[0]).toMatchObject({
      headers: { 'idempotency-key': 'order-1', prefer: 'respond-async' },
      body: '{"clientId":"acme","datacenter":"DC1","size":"/24"}',
    });
  });

  it('gives a program one document and nothing else', async () => {
    answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      [JOB]: [{ body: job }, { body: completed }],
    };
    const { code, out, err } = await run(`${PROVISION} --json`);
    expect({ code, err, out: JSON.parse(out) as unknown }).toEqual({
      code: 0,
      err: '',
      out: completed,
    });
  });

  it('says in one sentence why the service refuses, and hands a program the document', async () => {
    answers = { [POST]: [{ status: 422, body: problem }] };
    const refusal = 'ferrule: there is no datacenter DC9. Ask for one of: DC1, DC2.';
    expect(await run(PROVISION)).toEqual({ code: 1, out: '', err: refusal });
    expect(await run(`${PROVISION} --json`)).toEqual({
      code: 1,
      out: JSON.stringify(problem),
      err: refusal,
    });
  });

  it('ends with 1 when the job fails, and says why', async () => {
    const error = { message: 'no prefix is free', suggestion: 'ask for a smaller one' };
    answers = {
      [POST]: [{ status: 202, body: job }],
      [JOB]: [{ body: { ...job, status: 'FAILED', error } }],
    };
    const { code, err } = await run(PROVISION);
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
    answers = {
      [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }],
      [JOB]: [{ status: 404, body: rejection }],
    };
    expect(await run(PROVISION)).toMatchObject({
      code: 1,
      err: expect.stringContaining('too many'),
    });
  });

  it('ends with 4 when the time is over, and says how to go on', async () => {
    answers = { [POST]: [{ status: 202, body: job }], [JOB]: [{ body: job }] };
    expect(await run(`${PROVISION} --wait 0`)).toMatchObject({
      code: 4,
      err: 'ferrule: job-1 is not finished after 0 s and goes on. See: ferrule job follow job-1',
    });
  });

  it('does not follow when told so', async () => {
    answers = { [POST]: [{ status: 202, body: { jobId: 'job-1', status: 'PENDING' } }] };
    const { code, out } = await run(`${PROVISION} --async`);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'job-1 is PENDING. See: ferrule job follow job-1',
    });
    expect(seen.map(({ line }) => line)).toEqual([POST]);
  });

  it('says nothing more after Ctrl-C', async () => {
    answers = { [POST]: [{ status: 202, body: job }], [JOB]: [{ body: job }] };
    const stop = new AbortController();
    const onLine = (line: string) => {
      if (line.includes('in progress')) stop.abort();
    };
    const { code, err } = await run(PROVISION, { stop: stop.signal, onLine });
    expect({ code, err }).toEqual({ code: 130, err: '' });
  });

  it('is followed later by the id of its job, and an unknown one is refused at once', async () => {
    answers = { [JOB]: [{ body: job }, { body: completed }] };
    const { code, out } = await run('job follow job-1');
    expect([code, out.includes('net-1 is allocated in DC1')]).toEqual([0, true]);
    answers = {};
    expect(await run('job follow job-1')).toMatchObject({ code: 1, err: `ferrule: no ${JOB}.` });
  });

  it('never sends what is not whole', async () => {
    const { code, err } = await run('network provision --client acme');
    expect({ code, seen }).toEqual({ code: 2, seen: [] });
    expect(err).toBe(
      'ferrule: --datacenter, --size must be given, or the whole request with --file.',
    );
  });
});

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
    answers = {
      'POST /api/v1/datacenters/DC1/prepare': [
        { status: 202, body: { jobId: 'job-1', status: 'PENDING' } },
      ],
      [JOB]: [{ body: prepared }],
    };
    expect(await run('datacenter prepare DC1 --key once')).toEqual({
      code: 0,
      err: '',
      out: [
        'job-1 was accepted',
        '  ✓ router_apply           completed   11:00:01.000',
        '',
        'DC1 is prepared',
      ].join('\n'),
    });
    expect(seen[0]).toMatchObject({ headers: { 'idempotency-key': 'once' }, body: '' });
  });

  it('says what the router said when it fails', async () => {
    const error = { message: 'the router refused /ip/dns/set: no', suggestion: null };
    answers = {
      'POST /api/v1/datacenters/DC1/prepare': [{ status: 202, body: job }],
      [JOB]: [{ body: { ...job, networkId: null, status: 'FAILED', error } }],
    };
    expect(await run('datacenter prepare DC1')).toMatchObject({
      code: 1,
      err: 'ferrule: job-1 failed: the router refused /ip/dns/set: no.',
    });
  });
});

describe('an answer that is none', () => {
  it('ends with 3 and says what to try when nobody listens', async () => {
    const closed = `http://127.0.0.1:${await freePort()}`;
    const { code, err } = await ferrule(['--api', closed, '--data', 'nowhere', 'job', 'list']);
    expect(code).toBe(3);
    expect(err).toBe(
      `ferrule: no answer from ${closed}: nothing listens there. ` +
        'Start Ferrule with npm start, or say where its API is with --api URL.',
    );
  });

  it('ends with 3 when somebody else answers there', async () => {
    answers = { 'GET /api/v1/jobs?limit=50': [{ body: '<html>', type: 'text/html' }] };
    expect(await run('job list')).toMatchObject({
      code: 3,
      err: expect.stringContaining("not as Ferrule's API does"),
    });
  });

  it('gives the key to repeat the request with when it may have arrived', async () => {
    answers = { [POST]: [{ status: 502, body: 'bad gateway', type: 'text/plain' }] };
    const { code, err } = await run(PROVISION);
    expect(code).toBe(3);
    expect(err).toContain(`repeat it with --key ${String(seen[0]?.headers['idempotency-key'])}`);
  });
});

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
    answers = {
      'GET /api/v1/jobs?limit=500': [{ body: { jobs: page, next: 'c1' } }],
      'GET /api/v1/jobs?limit=2&cursor=c1': [
        { body: { jobs: [view(500), view(501)], next: 'c2' } },
      ],
    };
    const { code, out, err } = await run('job list --limit 502');
    expect({ code, lines: out.split('\n').length, err }).toEqual({
      code: 0,
      lines: 503,
      err: 'There are more: --limit 5020',
    });
  });

  it('say so when they are empty', async () => {
    answers = { 'GET /api/v1/networks?limit=100': [{ body: { networks: [], next: null } }] };
    expect(await run('network list')).toEqual({
      code: 0,
      out: '',
      err: 'There are no networks yet.',
    });
  });
});

describe('routers and datacenters', () => {
  it('are tables that fit the terminal', async () => {
    answers = {
      'GET /api/v1/routers?limit=100&datacenter=DC1': [
        { body: { routers: [ROUTER_EXAMPLE], next: null } },
      ],
      'GET /api/v1/datacenters?limit=100': [
        { body: { datacenters: [DATACENTER_EXAMPLE], next: null } },
      ],
    };
    const routers = await run('router list --dc DC1');
    expect(routers.out.split('\n')[1]).toMatch(
      /^dc1-r1 +DC1 +10\.255\.1\.1:8729 +active +reachable +7\.24 \(stable\) +CCR2116-12G-4S\+ +2$/u,
    );
    expect((await run('dc list')).out).toContain('DC1  Datacenter 1  sfp-sfpplus1  vlan');
    for (const line of ['router list --dc DC1', 'dc list'])
      for (const each of (await run(line, { width: 72 })).out.split('\n'))
        expect(each.length).toBeLessThanOrEqual(72);
    expect(JSON.parse((await run('router list --dc DC1 --json')).out)).toEqual({
      routers: [ROUTER_EXAMPLE],
      next: null,
    });
  });

  it('are shown with what an operator asks about', async () => {
    answers = {
      'GET /api/v1/routers/dc1-r1': [{ body: ROUTER_EXAMPLE }],
      'GET /api/v1/datacenters/DC1': [{ body: DATACENTER_EXAMPLE }],
    };
    const { out } = await run('router show dc1-r1');
    expect(out).toContain('dc1-r1 of DC1 is active, and reachable');
    expect(out).toMatch(/last seen +2026-11-20 11:05:00/u);
    expect((await run('dc show DC1')).out).toMatch(/supernets +172\.16\.0\.0\/16/u);
  });

  it('are held, let go and retired', async () => {
    const held = { ...ROUTER_EXAMPLE, status: 'maintenance', maintenanceReason: 'fans' };
    answers = {
      'POST /api/v1/routers/dc1-r1/maintenance': [{ body: held }],
      'DELETE /api/v1/routers/dc1-r1/maintenance': [{ body: ROUTER_EXAMPLE }],
      'POST /api/v1/routers/dc1-r1/retire': [
        { status: 409, body: { ...problem, status: 409, detail: '2 networks live on it' } },
      ],
    };
    expect((await run('router maintenance dc1-r1 --reason fans')).out).toContain(
      'dc1-r1 of DC1 is in maintenance',
    );
    expect((await run('router maintenance dc1-r1 --end')).out).toContain('dc1-r1 of DC1 is active');
    const retired = await run('router retire dc1-r1 --reason sold');
    expect([retired.code, retired.err]).toEqual([1, expect.stringContaining('2 networks live')]);
    expect(seen.map(({ body }) => body)).toEqual(['{"reason":"fans"}', '', '{"reason":"sold"}']);
  });

  it('are probed, and a script sees by the exit code whether they answer', async () => {
    const probe = { status: 'reachable', milliseconds: 3, identity: 'edge' };
    const lost = { status: 'unreachable', failure: 'UNREACHABLE: refused' };
    answers = { 'POST /api/v1/routers/dc1-r1/probe': [{ body: probe }, { body: lost }] };
    expect((await run('router probe dc1-r1')).out).toContain('dc1-r1 answers, in 3 ms');
    expect(await run('router probe dc1-r1')).toEqual({
      code: 1,
      out: '',
      err: 'ferrule: dc1-r1 does not answer: UNREACHABLE: refused.',
    });
  });
});

describe('events', () => {
  const event = (entry: number) => ({
    entry,
    source: 'ipam',
    sequence: entry,
    type: 'NetworkAllocated',
    stream: 'network-net-1',
    time: '2026-11-20T11:00:00.000Z',
    actor: 'ann',
  });

  it('are one line each, for people and for programs', async () => {
    const path = 'GET /api/v1/audit/events?after=0&limit=1000&correlationId=job-1';
    answers = { [path]: [{ body: { events: [event(1)], next: null } }] };
    expect((await run('events --job job-1')).out.split('\n')).toEqual([
      'TIME (UTC)               EVENT   TYPE              ABOUT          ACTOR',
      '2026-11-20 11:00:00.000  ipam#1  NetworkAllocated  network-net-1  ann',
    ]);
    expect(JSON.parse((await run('events --job job-1 --json')).out)).toEqual(event(1));
  });

  it('are followed from where they ended, until Ctrl-C', async () => {
    const next = (after: number, events: object[]) => {
      answers[`GET /api/v1/audit/events?after=${after}&limit=1000`] = [
        { body: { events, next: null } },
      ];
    };
    answers['GET /api/v1/audit/events?after=4&limit=50'] = [
      { body: { events: [event(5)], next: null } },
    ];
    next(5, [event(6)]);
    next(6, [event(7)]);
    next(7, []);
    const stop = new AbortController();
    const onLine = (line: string) => {
      if (line.includes('ipam#7')) stop.abort();
    };
    const { code, out, err } = await run('events --after 4 --follow', {
      stop: stop.signal,
      onLine,
    });
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(out.match(/ipam#\d/gu)).toEqual(['ipam#5', 'ipam#6', 'ipam#7']);
  });
});

describe('where the API is', () => {
  const list = { 'GET /api/v1/jobs?limit=50': [{ body: { jobs: [], next: null } }] };

  it('is taken from the environment, over which --api wins', async () => {
    answers = list;
    process.env['FERRULE_CLI_API'] = api;
    expect((await ferrule(['job', 'list', '--data', 'nowhere'])).code).toBe(0);
    process.env['FERRULE_CLI_API'] = `http://127.0.0.1:${await freePort()}`;
    expect((await run('job list')).code).toBe(0);
    expect((await ferrule(['job', 'list', '--data', 'nowhere'])).code).toBe(3);
  });

  it('is refused as a mistake of whoever typed it when it is no URL', async () => {
    expect(await ferrule(['--api', 'localhost', 'job', 'list'])).toMatchObject({ code: 2 });
    process.env['FERRULE_CLI_API'] = 'localhost';
    expect(await ferrule(['job', 'list'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('FERRULE_CLI_API must be a URL'),
    });
  });
});

describe('status', () => {
  it('shows what is not ready, and ends with 1', async () => {
    const checks = {
      bus: { status: 'up', ms: 1 },
      database: { status: 'down', ms: 2, reason: 'timeout' },
    };
    answers = { 'GET /health/ready': [{ status: 503, body: { status: 'not ready', checks } }] };
    const { code, out, err } = await run('status');
    expect({ code, err }).toEqual({ code: 1, err: 'ferrule: not ready: api.' });
    expect(out.split('\n')[1]).toBe(`api      not ready  ${api}  bus, database down (timeout)`);
  });
});

describe('help', () => {
  const COMMANDS = [
    '',
    'network',
    'network provision',
    'network list',
    'network show',
    'dc',
    'dc list',
    'dc show',
    'dc prepare',
    'router',
    'router list',
    'router show',
    'router probe',
    'router maintenance',
    'router retire',
    'ipam',
    'ipam tree',
    'ipam free',
    'ipam whohas',
    'ipam search',
    'ipam pool',
    'ipam pool list',
    'ipam pool show',
    'ipam pool create',
    'ipam allocate',
    'ipam release',
    'ipam import',
    'ipam import check',
    'ipam import commit',
    'ipam import undo',
    'datacenter',
    'datacenter prepare',
    'job',
    'job list',
    'job show',
    'job follow',
    'events',
    'trace',
    'dead-letters',
    'dead-letters list',
    'dead-letters show',
    'dead-letters replay',
    'dead-letters purge',
    'verify',
    'status',
  ];

  it.each(COMMANDS)('of "%s" has an example', async (command) => {
    const { code, out } = await ferrule([...command.split(' ').filter(Boolean), '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples:\n {2}# .+\n {2}ferrule ${command}`, 'u'));
  });

  it.each([
    ['netwrk'],
    ['network'],
    ['router maintenance dc1-r1'],
    ['router maintenance dc1-r1 --end --reason x'],
    ['router retire dc1-r1'],
    ['job show'],
    ['ipam search'],
    ['ipam allocate --client acme --dc DC1'],
    ['ipam release'],
    ['job list --limit 0'],
    ['dead-letters replay'],
    ['dead-letters purge 1 --all'],
  ])('is what "%s" needs: exit code 2 and a word on it', async (line) => {
    const { code, err } = await run(line);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});
