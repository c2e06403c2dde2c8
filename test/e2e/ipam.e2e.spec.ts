import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ipamCommandSubject } from '@ferrule/ipam-contracts';
import { type BusConnection, connectBus, Publisher } from '@ferrule/messaging';
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

describe('ipam, killed while it allocates and releases', () => {
  it('gives every network its own, once, and loses nothing', async () => {
    let child = await program('main.js');
    const publisher = new Publisher(bus);
    const publish = (type: 'AllocateNetwork' | 'ReleaseNetwork', id: string, data: object) =>
      publisher.publish(ipamCommandSubject(type), {
        id: `${type}-${id}`,
        type,
        schemaVersion: 1,
        source: 'spec',
        time: new Date().toISOString(),
        meta: { correlationId: id, actor: 'spec', tenant: 'acme' },
        body: JSON.stringify(data),
      });
    const [before] = await until(async () => {
      const streams = await (await bus.manager()).streams.names().next();
      return streams.length > 0 ? [streams.length] : false;
    });
    expect(before).toBeGreaterThan(0);
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
