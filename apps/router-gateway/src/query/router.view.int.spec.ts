import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryClient } from '@ferrule/messaging';
import {
  type Discovery,
  type Preview,
  type Probe,
  type RouterQuery,
  routerQuerySubject,
  type Rows,
  type SnapshotPage,
} from '@ferrule/router-contracts';
import { type Simulator, startSimulator } from '@ferrule/router-simulator-core';
import { until, useNats } from '@ferrule/testing';
import { Gateway, keys, routerOfSimulator, Sender, writeRouters } from '../spec-rig.ts';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let gateway: Gateway;
let sender: Sender;
let client: QueryClient;

const ask = <Answer>(query: RouterQuery, data: object = {}, router = 'r1'): Promise<Answer> =>
  client.ask<Answer>(routerQuerySubject({ datacenter: 'DC1', router }, query), data, 10_000);
const refusal = (query: RouterQuery, data: object = {}, router?: string) =>
  ask(query, data, router).then(
    () => 'nothing',
    (error: unknown) => error,
  );

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startSimulator();
  sender = await Sender.on(nats.url);
  client = new QueryClient(sender.connection);
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerOfSimulator('r1', simulator)]);
  gateway = new Gateway({ nats: nats.url, routersFile, leaseTtlMs: 1_500 }).start();
  for (let n = 1; n <= 5; n += 1)
    await simulator.router.run(['/ip/pool/add', `=name=p${n}`, `=ranges=10.0.${n}.1-10.0.${n}.9`]);
  await simulator.router.run(['/ppp/secret/add', '=name=ann', '=password=hunter22']);
  await until(() => ask('probe'));
}, 30_000);
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  await gateway.stop();
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

describe('a router that is asked', () => {
  it('is reachable, and what it is', async () => {
    expect(await ask<Probe>('probe')).toMatchObject({
      status: 'reachable',
      board: 'CCR2116-12G-4S+',
      identity: 'MikroTik',
      failure: null,
    });
  });

  it('is unreachable, and why', async () => {
    simulator.faults.add({ do: 'reset', path: '/system/identity' });
    expect(await ask<Probe>('probe')).toMatchObject({ status: 'unreachable', version: null });
    simulator.faults.clear();
    await until(async () => (await ask<Probe>('probe')).status === 'reachable');
  });

  it('is discovered with its interfaces, page by page', async () => {
    const first = await ask<Discovery>('discover', { limit: 10 });
    expect(first).toMatchObject({ architecture: 'arm64', identity: 'MikroTik', next: '10' });
    const rest = await ask<Discovery>('discover', { after: first.next, limit: 500 });
    const names = [...first.interfaces, ...rest.interfaces].map(({ name }) => name);
    expect(rest.next).toBeNull();
    expect(names).toEqual(
      (await simulator.router.run(['/interface/print'])).rows.map(({ name }) => name),
    );
  });

  it('tells the rows of a menu, some at a time and only those that are asked for', async () => {
    const pages: (readonly string[])[] = [];
    let after: string | null | undefined;
    do {
      const page: Rows = await ask('read', { path: '/ip/pool', limit: 2, ...(after && { after }) });
      pages.push(page.rows.map(({ name }) => name ?? ''));
      after = page.next;
    } while (after !== null);
    expect(pages).toEqual([['p1', 'p2'], ['p3', 'p4'], ['p5']]);
    const { rows } = await ask<Rows>('read', { path: '/ip/pool', query: ['?name=p3'] });
    expect(rows).toMatchObject([{ name: 'p3' }]);
  });

  it('tells everything that is provisioned, once, and no secret of it', async () => {
    const seen: string[] = [];
    let pages = 0;
    let after: string | null | undefined;
    do {
      const page: SnapshotPage = await ask('snapshot', { limit: 3, ...(after && { after }) });
      seen.push(...page.rows.map(({ path, row }) => `${path} ${row['.id'] ?? ''}`));
      expect(JSON.stringify(page)).not.toContain('hunter22');
      after = page.next;
      pages += 1;
    } while (after !== null);
    expect(pages).toBeGreaterThan(5);
    expect(seen.filter((row) => row.startsWith('/ip/pool '))).toHaveLength(5);
    expect(new Set(seen).size).toBe(seen.length);
  }, 30_000);

  it('has its secrets sealed, for whoever holds the keys, in menus that nobody provisions too', async () => {
    const { rows } = await ask<Rows>('read', { path: '/ppp/secret' });
    expect(rows).toMatchObject([{ name: 'ann' }]);
    const [sealed = ''] = rows.map(({ password }) => password ?? '');
    expect(keys.open(sealed, 'router/r1/ppp/secret/password')).toBe('hunter22');
  });

  it('shows what a wish would come to, and stays as it is', async () => {
    const before = simulator.router.snapshot();
    const question = { tag: 'nnc-provisioned-dc-DC1', wish: { kind: 'datacenter' } };
    const { plan, failure } = await ask<Preview>('preview', question);
    expect(failure).toBeNull();
    expect(plan?.stages.length).toBeGreaterThan(1);
    expect(simulator.router.compare(before)).toEqual([]);
  });
});

describe('a question', () => {
  it.each<[RouterQuery, object, string, string]>([
    ['preview', { tag: 'x', wish: { kind: 'cake' } }, 'VALIDATION_FAILED', 'wish.kind'],
    ['read', {}, 'VALIDATION_FAILED', 'path'],
    ['read', { path: '/ip/pool', query: ['=name=x'] }, 'VALIDATION_FAILED', 'query'],
    ['read', { path: '/ip/pool', limit: 0 }, 'VALIDATION_FAILED', 'limit'],
    ['discover', { after: 'x' }, 'VALIDATION_FAILED', 'after'],
  ])('that is none is refused: %s %j', async (query, data, code, field) => {
    expect(await refusal(query, data)).toMatchObject({ code, detail: { field } });
  });

  it('about a router that nobody knows is refused', async () => {
    expect(await refusal('probe', {}, 'r9')).toMatchObject({ code: 'ROUTER_NOT_FOUND' });
  });

  it('that the router refuses is refused in its words', async () => {
    expect(await refusal('read', { path: '/no/such/menu' })).toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringContaining('no such command'),
    });
  });
});
