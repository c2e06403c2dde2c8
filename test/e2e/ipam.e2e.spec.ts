import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IPAM_QUERIES, ipamCommandSubject } from '@ferrule/ipam-contracts';
import { type BusConnection, connectBus, Publisher, QueryClient } from '@ferrule/messaging';
import { freePort, until, useDatabase, useNats } from '@ferrule/testing';
import { prepareDatabase } from '@ferrule/service';
import { build } from './stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const owner = { name: 'ipam_owner', password: 'owner' };
const service = { name: 'ipam', password: 'service' };

const nats = useNats();
const database = useDatabase({
  name: 'ipam, prepared',
  migrate: (url) =>
    prepareDatabase(url, [
      { schema: 'ipam', ownerPassword: owner.password, password: service.password },
    ]),
});

let bus: BusConnection;
const running = new Set<ChildProcess>();

const program = async (file: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [`apps/ipam/dist/${file}`], {
    cwd: root,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      FERRULE_BUS_SERVERS: nats.url,
      FERRULE_IPAM_HTTP_PORT: String(await freePort()),
      FERRULE_IPAM_DATABASE_URL: database.urlFor(service),
      FERRULE_IPAM_DATABASE_OWNER_URL: database.urlFor(owner),
    },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};
const end = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
};
const query = async <Row extends object>(sql: string): Promise<readonly Row[]> =>
  (await pool().query<Row>(sql)).rows;
let admin: ReturnType<typeof database.pool> | undefined;
const pool = () => (admin ??= database.pool({ options: '-c search_path=ipam,public' }));

beforeAll(async () => {
  await build();
  const migration = await program('migrate.js');
  await new Promise((resolve) => migration.once('exit', resolve));
  bus = await connectBus({ servers: nats.url, name: 'ipam kill spec', firstConnectMs: 10_000 });
}, 240_000);
afterAll(async () => {
  for (const child of running) await end(child);
  await bus.close();
});

const NETWORKS = 120;

const publish = (type: Parameters<typeof ipamCommandSubject>[0], id: string, data: object) =>
  new Publisher(bus).publish(ipamCommandSubject(type), {
    id: `${type}-${id}`,
    type,
    schemaVersion: 1,
    source: 'spec',
    time: new Date().toISOString(),
    meta: { correlationId: id, actor: 'spec', tenant: 'acme' },
    body: JSON.stringify(data),
  });
const listening = () =>
  until(
    () =>
      new QueryClient(bus).ask(IPAM_QUERIES.tree, {}, 500).then(
        () => true,
        () => false,
      ),
    { timeout: 20_000 },
  );

describe('ipam, killed while it allocates and releases', () => {
  it('gives every network its own, once, and loses nothing', async () => {
    let child = await program('main.js');
    await listening();
    const wish = { clientId: 'c', type: 'production', datacenter: 'DC1', size: '/26' };
    for (let n = 0; n < NETWORKS; n += 1) {
      const networkId = `net-${n}`;
      await publish('AllocateNetwork', networkId, { ...wish, networkId, enableDHCP: true });
      // Every third is given back, some of them before they were allocated.
      if (n % 3 === 0) await publish('ReleaseNetwork', networkId, { networkId, reason: 'undone' });
      if (n % 40 === 20) {
        await end(child);
        child = await program('main.js');
      }
    }
    const answered = () =>
      query<{ n: number }>(
        `select count(distinct stream)::integer as n from event where stream like 'network-net-%'
         and type in ('NetworkAllocated', 'NetworkAllocationRefused')`,
      );
    const released = () =>
      query<{ n: number }>(
        `select count(*)::integer as n from event where type = 'NetworkReleased'`,
      );
    await until(
      async () =>
        (await answered())[0]?.n === NETWORKS && (await released())[0]?.n === NETWORKS / 3,
      { timeout: 60_000 },
    );
    expect(await query(`select stream, type from event group by 1, 2 having count(*) > 1`)).toEqual(
      [],
    );
    expect(
      await query(`select a.id from held a join held b on a.id < b.id and a.prefix && b.prefix`),
    ).toEqual([]);
    expect(
      await query(`select s.id from space s where s.allocated + s.reserved + s.quarantined
        + (select sum(addresses(block)) from free_block f where f.space = s.no) <> addresses(s.prefix)`),
    ).toEqual([]);
    expect(
      await query(`select (select count(*) from held)::integer as held,
        (select count(*) from vlan where network_id is not null)::integer as vlans`),
    ).toEqual([{ held: (NETWORKS / 3) * 2, vlans: (NETWORKS / 3) * 2 }]);
  }, 120_000);
});

describe('ipam, asked for a command', () => {
  const question = (id: string, type: string, data: object) => ({
    id,
    type,
    data,
    meta: { actor: 'ada', tenant: 'acme' },
  });
  const ask = <Answer>(id: string, type: string, data: object) =>
    new QueryClient(bus).ask<Answer>(IPAM_QUERIES.execute, question(id, type, data));
  const pool = {
    poolId: 'lab',
    vrfId: 'default',
    prefix: '10.0.0.0/16',
    datacenter: 'DC1',
    policy: 'lowest',
    types: ['lab'],
    quarantineSeconds: 0,
  };

  it('answers who waits when it is recorded, once for the same id', async () => {
    await listening();
    const created = { events: [{ type: 'PoolCreated', data: pool }] };
    expect(await ask('q-1', 'CreatePool', pool)).toEqual(created);
    expect(await ask('q-1', 'CreatePool', pool)).toEqual(created);
  });

  it('refuses with the field and the reason', async () => {
    await expect(
      ask('q-2', 'CreatePool', { ...pool, prefix: '10.1.0.1/16' }),
    ).rejects.toMatchObject({ code: 'PREFIX_INVALID', detail: { field: 'prefix' } });
    await expect(ask('q-3', 'CreatePool', { ...pool, colour: 'red' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      detail: { field: 'colour' },
    });
    await expect(ask('q-4', 'PaintPool', {})).rejects.toMatchObject({ code: 'COMMAND_UNKNOWN' });
  });

  it('answers one that came over the bus and should never have been sent', async () => {
    await publish('AllocatePrefix', 'bad', {
      prefixId: 'p',
      spaceId: 'lab',
      kind: 'prefix',
      size: '/64',
    });
    const rejected = () =>
      query<{ body: string }>(
        `select body from event where stream = 'rejected-AllocatePrefix-bad'`,
      );
    const [event] = await until(async () => {
      const rows = await rejected();
      return rows.length > 0 ? rows : false;
    });
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      commandType: 'AllocatePrefix',
      code: 'SIZE_INVALID',
      field: 'size',
    });
  });
});
