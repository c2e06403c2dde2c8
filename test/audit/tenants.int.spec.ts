import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  AUDIT_QUERIES,
  type ExportPiece,
  type HolderView,
  type LedgerEntry,
  type LedgerPage,
  type SearchPage,
} from '@ferrule/audit-contracts';
import type { Scope } from '@ferrule/kernel';
import { until } from '@ferrule/testing';
import { useAudit } from './audit.ts';

jest.setTimeout(60_000);
const audit = useAudit();

const within = (tenants: string[] | null, datacenters: string[] | null = null) => ({
  reader: { actor: 'key:spec', tenant: tenants?.[0] ?? 'ops' },
  scope: { tenants, datacenters } satisfies Scope,
});
const acme = within(['acme']);
const globex = within(['globex']);
const both = within(['acme', 'globex']);
const acmeInDC1 = within(['acme'], ['DC1']);

/** A network that was made, got a host and is gone again; nearly all of it says nothing of where. */
const live = async (tenant: string, name: string, datacenter: string, subnet: string) => {
  const networkId = `net-${name}`;
  const jobId = `job-${name}`;
  const meta = { correlationId: jobId, tenant, actor: `ann of ${tenant}` };
  const ref = { jobId, networkId };
  const vlan = { path: '/interface/vlan', before: null, after: { name: `vlan-${name}` } };
  const plan = { stages: [{ phase: 1, changes: [vlan] }], warnings: [] };
  const reports = [{ path: vlan.path, row: `name=vlan-${name}`, outcome: 'done' }];
  const { source } = audit;
  await source.tell(
    jobId,
    [
      { type: 'NetworkProvisionAccepted', data: { ...ref, request: { datacenter } } },
      { type: 'StepCompleted', data: { ...ref, router: 'r1', step: 'router_plan', plan } },
      {
        type: 'StepCompleted',
        data: { ...ref, router: 'r1', step: 'router_apply', index: 0, reports },
      },
    ],
    meta,
  );
  await source.tell(
    `network-${networkId}`,
    [{ type: 'NetworkAllocated', data: { networkId, subnet } }],
    meta,
  );
  await source.tell(
    `address-${networkId}-web`,
    [{ type: 'AddressAttached', data: { networkId, addressId: 'web', hostName: 'web-1' } }],
    { ...meta, correlationId: `order-${name}` },
  );
};
const OF_ACME = 10;

beforeAll(async () => {
  await live('acme', 'a1', 'DC1', '172.16.1.0/24');
  await live('globex', 'g1', 'DC1', '172.16.2.0/24');
  await live('acme', 'a2', 'DC2', '172.16.3.0/24');
  // Of no datacenter at all, and nobody can say of which.
  await audit.source.tell('thing', [{ type: 'Happened', data: { text: 'nowhere' } }], {
    tenant: 'globex',
    correlationId: 'nowhere',
  });
  await audit.source.seal();
  await audit.start();
  await audit.source.publish(...(await audit.source.events()));
  await until(async () => (await audit.written()).length === 16, { timeout: 30_000 });
}, 120_000);
afterAll(() => audit.stopAll());

const whose = (entries: readonly Pick<LedgerEntry, 'tenant'>[]) =>
  [...new Set(entries.map(({ tenant }) => tenant))].sort().join(' ');
const told = async (id: string, work: Promise<unknown>) => {
  const [settled] = await Promise.allSettled([work]);
  if (settled.status === 'fulfilled') return settled.value;
  const { code, message, detail } = settled.reason as Record<string, unknown>;
  return {
    code,
    detail,
    message: String(message)
      .replaceAll(id, '…')
      .replace(/ at .*Z$/u, ''),
  };
};
const store = <Entry extends { readonly source: string }>(entries: readonly Entry[]) =>
  entries.filter(({ source }) => source === 'store');
const search = (asker: object, more: object = {}) =>
  audit.ask<SearchPage>(AUDIT_QUERIES.search, { limit: 500, source: 'store', ...asker, ...more });

describe('the ledger', () => {
  it('is searched within the scope, and pages of it tell nothing of the rest', async () => {
    const all = await search(acme);
    expect([all.events.length, whose(all.events), all.next]).toEqual([OF_ACME, 'acme', null]);
    expect((await search(both)).events).toHaveLength(16);
    expect((await search(globex)).events).toHaveLength(6);
    expect((await search(within([]))).events).toEqual([]);
    expect((await search(acme, { tenant: 'globex' })).events).toEqual([]);
    expect((await search(acme, { text: 'nowhere' })).events).toEqual([]);
    expect((await search(acme, { address: '172.16.2.7' })).events).toEqual([]);
    expect((await search(globex, { address: '172.16.2.7' })).events).toHaveLength(1);
    expect((await search(acme, { text: 'vlan-g1' })).events).toEqual([]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: SearchPage = await search(acme, { limit: 3, ...(cursor && { cursor }) });
      expect(page.events.length).toBeLessThanOrEqual(3);
      seen.push(...page.events.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(all.events.map(({ id }) => id));
  });

  it('of a datacenter holds what its networks and jobs did there, and nothing else', async () => {
    const { events } = await search(acmeInDC1);
    expect(events).toHaveLength(5);
    expect(new Set(events.map(({ network }) => network))).toEqual(new Set(['net-a1']));
    const elsewhere = await search(within(['globex'], ['DC2']));
    expect(elsewhere.events).toEqual([]);
    const here = await search(within(null, ['DC1']));
    expect(here.events).toHaveLength(10);
  });

  it('is followed within the scope', async () => {
    const feed = async (asker: object) => {
      const seen: LedgerEntry[] = [];
      for (let after = 0; ;) {
        const page: LedgerPage = await audit.ask(AUDIT_QUERIES.listEvents, {
          ...asker,
          ...{ after, limit: 4 },
        });
        seen.push(...page.events);
        if (page.next === null) return seen;
        after = page.next;
      }
    };
    const followed = store(await feed(acme));
    expect([followed.length, whose(followed)]).toEqual([OF_ACME, 'acme']);
    expect(store(await feed(acmeInDC1))).toHaveLength(5);
    const job = await audit.ask<LedgerPage>(AUDIT_QUERIES.listEvents, {
      ...{ ...acme, correlationId: 'job-g1' },
    });
    expect(job).toEqual({ events: [], next: null });
  });

  it('has no entry of anybody else, by its id or its number, nor a proof of one', async () => {
    const [foreign] = (await search(globex, { type: 'NetworkAllocated' })).events;
    for (const ref of [foreign!.id, String(foreign!.entry)])
      for (const subject of [AUDIT_QUERIES.getEvent, AUDIT_QUERIES.prove]) {
        const answer = await told(ref, audit.ask(subject, { ...acme, ref }));
        expect(answer).toEqual(await told('99999', audit.ask(subject, { ...acme, ref: '99999' })));
        expect(answer).toMatchObject({ code: 'ENTRY_UNKNOWN' });
      }
    expect(await audit.ask(AUDIT_QUERIES.getEvent, { ...globex, ref: foreign!.id })).toMatchObject({
      id: foreign!.id,
    });
  });

  it('is exported within the scope: entries, and nothing of what others keep', async () => {
    const exported = async (asker: object) => {
      const head = await audit.ask<ExportPiece>(AUDIT_QUERIES.export, {
        ...{ ...asker, after: 0, head: true },
      });
      const lines = [...head.lines];
      for (let at = head.reached; at < head.last;) {
        const piece = await audit.ask<ExportPiece>(AUDIT_QUERIES.export, {
          ...{ ...asker, after: at, last: head.last },
        });
        lines.push(...piece.lines);
        at = piece.reached;
      }
      return lines.map((line) => JSON.parse(line) as { kind: string; entry?: LedgerEntry });
    };
    const of = (lines: Awaited<ReturnType<typeof exported>>) =>
      store(lines.flatMap(({ entry }) => (entry ? [entry] : [])));
    const lines = await exported(acme);
    expect([of(lines).length, whose(of(lines))]).toEqual([OF_ACME, 'acme']);
    expect(lines.some(({ kind }) => kind === 'checkpoint')).toBe(false);
    expect(of(await exported(acmeInDC1))).toHaveLength(5);
    expect(of(await exported(within(null)))).toHaveLength(16);
  });
});

describe('the past', () => {
  const asked = (network: string, job: string, asker: object) => [
    () => audit.ask(AUDIT_QUERIES.timeline, { ...asker, network }),
    () => audit.ask(AUDIT_QUERIES.moment, { ...asker, kind: 'network', id: network }),
    () => audit.ask(AUDIT_QUERIES.diff, { ...asker, jobId: job }),
  ];

  it('of what lies outside is that of what never was', async () => {
    for (const [name, asker] of [
      ['g1', acme],
      ['a2', acmeInDC1],
    ] as const) {
      const foreign = asked(`net-${name}`, `job-${name}`, asker);
      const unknown = asked('net-none', 'job-none', asker);
      for (const [n, ask] of foreign.entries())
        expect([n, await told(name, ask())]).toEqual([n, await told('none', unknown[n]!())]);
    }
    const own = asked('net-a1', 'job-a1', acmeInDC1);
    expect(await own[0]!()).toMatchObject({ events: expect.arrayContaining([]) });
    expect(((await own[0]!()) as SearchPage).events).toHaveLength(5);
    expect(await own[1]!()).toMatchObject({ fields: { networkId: 'net-a1' } });
    expect(await own[2]!()).toMatchObject([{ row: 'name=vlan-a1' }]);
  });

  it('of a router is what the scope’s own jobs have put there', async () => {
    const rows = async (asker: object) => {
      const moment = await audit.ask<{ rows: { row: string }[] }>(AUDIT_QUERIES.moment, {
        ...{ ...asker, kind: 'router', id: 'r1' },
      });
      return moment.rows.map(({ row }) => row).sort();
    };
    expect(await rows(acme)).toEqual(['name=vlan-a1', 'name=vlan-a2']);
    expect(await rows(acmeInDC1)).toEqual(['name=vlan-a1']);
    expect(await rows(globex)).toEqual(['name=vlan-g1']);
  });

  it('of an address names no holder outside of the scope', async () => {
    const holders = (asker: object) =>
      audit.ask<HolderView[]>(AUDIT_QUERIES.holders, { ...asker, address: '172.16.2.7' });
    expect(await holders(acme)).toEqual([]);
    expect(await holders(globex)).toMatchObject([{ tenant: 'globex' }]);
  });
});

describe('what a tenant keeps', () => {
  it('is its own affair: saved searches and retention', async () => {
    const save = (asker: typeof acme) =>
      audit.ask(AUDIT_QUERIES.saveSearch, {
        ...{ ...asker, name: 'mine', filter: { type: 'NetworkAllocated' } },
      });
    await save(globex);
    expect(await audit.ask(AUDIT_QUERIES.listSearches, { ...acme, ...acme.reader })).toEqual([]);
    expect(await told('mine', search(acme, { saved: 'mine' }))).toMatchObject({
      code: 'SEARCH_UNKNOWN',
    });
    const keep = (asker: object, tenant: string) =>
      audit.ask(AUDIT_QUERIES.setRetention, { ...asker, tenant, days: 400, reason: 'spec' });
    await keep(globex, 'globex');
    expect(await told('globex', keep(acme, 'globex'))).toMatchObject({
      ...{ code: 'FORBIDDEN', detail: { field: 'tenant' } },
    });
    expect(await audit.ask(AUDIT_QUERIES.listRetention, acme)).toEqual([]);
    expect(await audit.ask(AUDIT_QUERIES.listRetention, both)).toEqual([
      { tenant: 'globex', days: 400 },
    ]);
  });
});
