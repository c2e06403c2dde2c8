import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { IPAM_QUERIES, NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import type { Ground } from '../ground.ts';
import type { EdgeOrder } from '../http/edge-program.ts';
import { type Load, readLoad } from '../http/read-load.ts';
import { type Named, processorSeconds } from '../networks/processor-time.ts';
import { startChild } from '../router/child.ts';
import { compare } from '../rounds.ts';
import type { RowMaker } from './row-context.ts';

const CALLERS = 32;
const ROLES = ['api_owner', 'api'] as const;

type SchemaModule = typeof import('../../../apps/api/src/migrations/schema.ts');

/** The edge's own tables on the servers of the run; the address of its role. */
const prepare = async (ground: Ground): Promise<string> => {
  const { migrate, prepareDatabase } = await import('@ferrule/service');
  const schema = new URL('../../../apps/api/dist/migrations/schema.js', import.meta.url);
  const { migrations } = (await import(schema.href)) as SchemaModule;
  const [owner, service] = ROLES.map((role) => {
    const url = new URL(ground.postgresUrl);
    [url.username, url.password] = [role, role];
    return url.toString();
  });
  await prepareDatabase(ground.postgresUrl, [
    { schema: 'api', ownerPassword: ROLES[0], password: ROLES[1] },
  ]);
  await migrate({ url: owner ?? '', schema: 'api', migrations });
  return service ?? '';
};

/** What ipam would answer, without its work: that is the same on both sides. */
const answerReads = async (ground: Ground): Promise<string> => {
  const { nats } = await ground.bus();
  const page = { networks: Array.from({ length: 50 }, () => NETWORK_EXAMPLE), next: null };
  nats.subscribe(IPAM_QUERIES.listNetworks, {
    callback: (_, message) => {
      const { id } = message.json<{ readonly id: string }>();
      message.respond(JSON.stringify({ response: page, isDisposed: true, id }));
    },
  });
  await nats.flush();
  return `nats://${nats.getServer()}`;
};

const measure: RowMaker['measure'] = async ({ startGround, quick, cleanup }) => {
  const ground = await startGround();
  const key = `fk_bench_${randomBytes(32).toString('hex')}`;
  const [database, bus] = [await prepare(ground), await answerReads(ground)];
  const pids: Named[] = [];
  const startEdge = async (kind: EdgeOrder['kind']): Promise<number> => {
    const child = startChild('../http/edge-program.ts');
    cleanup(child.end);
    pids.push({ name: kind, pid: child.process.pid ?? 0 });
    child.process.send({ kind, database, bus, firstKey: key } satisfies EdgeOrder);
    const outcome = await Promise.race([
      once(child.process, 'message').then(([port]) => Number(port)),
      once(child.process, 'exit').then(() => undefined),
    ]);
    if (outcome === undefined) throw new Error(`the edge ended: ${child.said()}`);
    return outcome;
  };
  const ports = { whole: await startEdge('whole'), bare: await startEdge('bare') };
  const [rounds, ms] = quick ? [1, 300] : [15, 2_000];
  const loads: Record<keyof typeof ports, Load[]> = { whole: [], bare: [] };
  const busy = { whole: 0, bare: 0 };
  const reads = { whole: 0, bare: 0 };
  const load = (kind: keyof typeof ports) => async (): Promise<number> => {
    const before = await processorSeconds(pids);
    const one = await readLoad(ports[kind], key, CALLERS, ms);
    const after = await processorSeconds(pids);
    loads[kind].push(one);
    busy[kind] += (after.get(kind) ?? NaN) - (before.get(kind) ?? NaN);
    reads[kind] += one.reads;
    return one.perSecond;
  };
  // What runs for the first time is compiled first.
  for (const port of Object.values(ports)) await readLoad(port, key, CALLERS, ms);
  const rate = await compare(rounds, { ours: load('whole'), reference: load('bare') });
  const p99 = await compare(rounds, {
    ours: (round) => Promise.resolve(loads.whole[round]?.p99 ?? NaN),
    reference: (round) => Promise.resolve(loads.bare[round]?.p99 ?? NaN),
  });
  const against = 'the same route with nothing before it: nobody is asked who they are';
  return [
    {
      name: 'http: reads let in',
      unit: 'reads/s',
      ...rate,
      against,
      required: { of: 'ratio', atLeast: 0.75 },
      detail: {
        callers: CALLERS,
        'its processor, µs a read': (busy.whole / reads.whole) * 1e6,
        'of the reference': (busy.bare / reads.bare) * 1e6,
      },
    },
    {
      name: 'http: p99 of a read',
      unit: 'ms',
      ...p99,
      against: 'the same',
      required: { of: 'ratio', below: 1.5 },
    },
  ];
};

/** A read of fifty networks through authentication, authorisation and validation. */
export const http: RowMaker = { name: 'http', measure };
