import { leakGuard } from '@ferrule/testing';
import { DATACENTER_EXAMPLE, ROUTER_EXAMPLE } from '@ferrule/inventory-contracts';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';
import { problem } from '../spec-job.ts';

leakGuard();

const api = useAnsweringApi();

describe('routers and datacenters', () => {
  it('are tables that fit the terminal', async () => {
    api.answers = {
      'GET /api/v1/routers?limit=100&datacenter=DC1': [
        { body: { routers: [ROUTER_EXAMPLE], next: null } },
      ],
      'GET /api/v1/datacenters?limit=100': [
        { body: { datacenters: [DATACENTER_EXAMPLE], next: null } },
      ],
    };
    const routers = await api.run('router list --dc DC1');
    expect(routers.out.split('\n')[1]).toMatch(
      /^dc1-r1 +DC1 +10\.255\.1\.1:8729 +active +reachable +7\.24 \(stable\) +CCR2116-12G-4S\+ +2$/u,
    );
    expect((await api.run('dc list')).out).toContain('DC1  Datacenter 1  sfp-sfpplus1  vlan');
    for (const line of ['router list --dc DC1', 'dc list'])
      for (const each of (await api.run(line, { width: 72 })).out.split('\n'))
        expect(each.length).toBeLessThanOrEqual(72);
    expect(JSON.parse((await api.run('router list --dc DC1 --json')).out)).toEqual({
      routers: [ROUTER_EXAMPLE],
      next: null,
    });
  });

  it('are shown with what an operator asks about', async () => {
    api.answers = {
      'GET /api/v1/routers/dc1-r1': [{ body: ROUTER_EXAMPLE }],
      'GET /api/v1/datacenters/DC1': [{ body: DATACENTER_EXAMPLE }],
    };
    const { out } = await api.run('router show dc1-r1');
    expect(out).toContain('dc1-r1 of DC1 is active, and reachable');
    expect(out).toMatch(/last seen +2026-11-20 11:05:00/u);
    expect((await api.run('dc show DC1')).out).toMatch(/supernets +172\.16\.0\.0\/16/u);
  });

  it('are held, let go and retired', async () => {
    const held = { ...ROUTER_EXAMPLE, status: 'maintenance', maintenanceReason: 'fans' };
    api.answers = {
      'POST /api/v1/routers/dc1-r1/maintenance': [{ body: held }],
      'DELETE /api/v1/routers/dc1-r1/maintenance': [{ body: ROUTER_EXAMPLE }],
      'POST /api/v1/routers/dc1-r1/retire': [
        { status: 409, body: { ...problem, status: 409, detail: '2 networks live on it' } },
      ],
    };
    expect((await api.run('router maintenance dc1-r1 --reason fans')).out).toContain(
      'dc1-r1 of DC1 is in maintenance',
    );
    expect((await api.run('router maintenance dc1-r1 --end')).out).toContain(
      'dc1-r1 of DC1 is active',
    );
    const retired = await api.run('router retire dc1-r1 --reason sold');
    expect([retired.code, retired.err]).toEqual([1, expect.stringContaining('2 networks live')]);
    expect(api.seen.map(({ body }) => body)).toEqual([
      '{"reason":"fans"}',
      '',
      '{"reason":"sold"}',
    ]);
  });

  it('are probed, and a script sees by the exit code whether they answer', async () => {
    const probe = { status: 'reachable', milliseconds: 3, identity: 'edge' };
    const lost = { status: 'unreachable', failure: 'UNREACHABLE: refused' };
    api.answers = { 'POST /api/v1/routers/dc1-r1/probe': [{ body: probe }, { body: lost }] };
    expect((await api.run('router probe dc1-r1')).out).toContain('dc1-r1 answers, in 3 ms');
    expect(await api.run('router probe dc1-r1')).toEqual({
      code: 1,
      out: '',
      err: 'ferrule: dc1-r1 does not answer: UNREACHABLE: refused.',
    });
  });
});
