import 'reflect-metadata';
import { IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { EVERYTHING, type Rejection, type Scope } from '@ferrule/kernel';
import type { QueryClient } from '@ferrule/messaging';
import { PROVISION_NETWORK_EXAMPLE } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { JobBell } from '../job/job-bell.ts';
import { JobStarter } from '../job/job-starter.ts';
import { JobStream } from '../job/job-stream.ts';
import { NetworkHandler } from '../network/network.handler.ts';
import { useEdge } from '../spec-edge.ts';
import { ownFilter } from '../webhook/own-filter.ts';
import { asCaller, forThisCaller } from './caller.ts';
import { checkDatacenter } from './datacenters.ts';
import { ScopedQueries } from './scoped-queries.ts';

const edge = useEdge();

const limitedTo = (tenant: string, datacenters: string[] | null = null): Scope => ({
  tenants: [tenant],
  datacenters,
});

const as = <Result>(tenant: string, work: () => Result, scope = limitedTo(tenant)): Result =>
  asCaller(
    { actor: `key:${tenant}`, tenant, scope, role: 'admin', keyId: tenant, expiresAt: null },
    work,
  );

const refusalOf = (work: () => unknown): Rejection => {
  try {
    work();
  } catch (error) {
    return error as Rejection;
  }
  throw new Error('it was let through');
};

/** A service that says within which scope it was asked. */
const asking = () => {
  const asked: (readonly [string, unknown])[] = [];
  const client: Pick<QueryClient, 'ask'> = {
    ask: async <Answer>(subject: string, question: unknown) => {
      asked.push([subject, question]);
      return { events: [], isWhole: true, job: {} } as Answer;
    },
  };
  return { asked, queries: new ScopedQueries(client as QueryClient) };
};

describe('every question at the edge', () => {
  it('is asked within the scope of whoever asks, whatever the route', async () => {
    const paths = edge.routes
      .filter((route) => route.startsWith('GET '))
      .map((route) => route.slice(4).replaceAll(/\{\w+\}/g, 'some'));
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const answer = await edge.get(path);
      await answer.body?.cancel();
    }
    expect(edge.services.scopes.length).toBeGreaterThan(20);
    for (const scope of edge.services.scopes) expect(scope).toEqual(EVERYTHING);
  });

  it('carries the scope of its own caller, also after others have asked', async () => {
    const { asked, queries } = asking();
    const ask = () => queries.ask(IPAM_QUERIES.getNetwork, { networkId: 'net-1' });
    const later = as('acme', () => forThisCaller(ask));
    await as('globex', ask);
    await as('globex', later);
    expect(asked).toEqual([
      [IPAM_QUERIES.getNetwork, { networkId: 'net-1', scope: limitedTo('globex') }],
      [IPAM_QUERIES.getNetwork, { networkId: 'net-1', scope: limitedTo('acme') }],
    ]);
  });

  it('says no scope of its sender', async () => {
    const { asked, queries } = asking();
    await as('acme', () => queries.ask('qry.any', { scope: EVERYTHING }));
    expect(asked).toEqual([['qry.any', { scope: limitedTo('acme') }]]);
  });

  it('is asked for nobody by nobody', () => {
    const { queries } = asking();
    expect(() => queries.ask('qry.any', {})).toThrow(TypeError);
  });
});

describe('those who follow one job at one moment', () => {
  it('share an answer only where they may see the same', async () => {
    const { asked, queries } = asking();
    const stream = new JobStream(
      new JobBell({} as ConstructorParameters<typeof JobBell>[0]),
      queries,
      { draining: new AbortController().signal },
      { followers: 10 },
    );
    await Promise.all([
      as('acme', () => stream.page('job-1', 0)),
      as('globex', () => stream.page('job-1', 0)),
      as('acme', () => stream.page('job-1', 0)),
    ]);
    expect(asked.map(([, question]) => question)).toEqual([
      { jobId: 'job-1', after: 0, scope: limitedTo('acme') },
      { jobId: 'job-1', after: 0, scope: limitedTo('globex') },
    ]);
  });
});

describe('a datacenter that its caller is not let into', () => {
  const here = limitedTo('acme', ['DC1']);

  it('is refused by its field, with those that may be named', () => {
    expect(refusalOf(() => as('acme', () => checkDatacenter('DC2'), here))).toMatchObject({
      code: 'FORBIDDEN',
      message: 'DC2 is not a datacenter that you may use',
      detail: { field: 'datacenter', suggestion: 'ask for one of: DC1' },
    });
    as('acme', () => checkDatacenter('DC1'), here);
    as('acme', () => checkDatacenter('DC2'));
  });

  it('gets no network, alone or among many, and nothing is sent', async () => {
    const sent: unknown[] = [];
    const jobs = new JobStarter(
      { publish: async (subject) => Promise.reject(new Error(`${sent.push(subject)} is sent`)) },
      { find: async () => undefined, follow: async () => undefined },
    );
    const handler = new NetworkHandler(jobs, asking().queries);
    const there = { ...PROVISION_NETWORK_EXAMPLE, datacenter: 'DC2' };
    const wait = { async: false, waitMs: 0 };
    const networks = [PROVISION_NETWORK_EXAMPLE, there];
    await expect(
      as('acme', () => handler.provision(there, undefined, wait), here),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', detail: { field: 'datacenter' } });
    await expect(
      as('acme', () => handler.provisionAll({ networks }, undefined, wait), here),
    ).rejects.toMatchObject({ detail: { field: 'networks[1].datacenter' } });
    expect(sent).toEqual([]);
  });

  it('is not listened to', () => {
    const filter = { types: [], datacenters: ['DC1', 'DC2'] };
    expect(refusalOf(() => as('acme', () => ownFilter(filter), here))).toMatchObject({
      code: 'FORBIDDEN',
      detail: { field: 'filter.datacenters' },
    });
    expect(as('acme', () => ownFilter(), here)).toEqual({ types: [], datacenters: ['DC1'] });
    expect(as('acme', () => ownFilter(filter))).toEqual(filter);
  });
});
