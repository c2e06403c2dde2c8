import { afterEach, describe, expect, it } from '@jest/globals';
import { type BusConnection, connectBus } from '@ferrule/messaging';
import { until, useNats } from '@ferrule/testing';
import { Bucket, Lease, type LeaseOptions } from '@ferrule/lease';

const nats = useNats();
const TTL = 400;
const LONGEST = 80;

let atEnd: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of atEnd.toReversed()) await end();
  atEnd = [];
  await nats.purge();
});

interface Contender {
  readonly lease: Lease;
  readonly bucket: Bucket;
  readonly connection: BusConnection;
  /** What it was told, in order: a token, or `lost`. */
  readonly told: string[];
}

const contend = async (holder: string, options: Partial<LeaseOptions> = {}): Promise<Contender> => {
  const connection = await connectBus({ servers: nats.url, name: holder });
  const bucket = new Bucket(connection, { name: 'LEASES', timeoutMs: 200 });
  const told: string[] = [];
  const lease = new Lease({
    bucket,
    key: 'DC1.r1',
    holder,
    ttlMs: TTL,
    longestMs: LONGEST,
    held: (token) => told.push(token),
    lost: () => told.push('lost'),
    ...options,
  });
  lease.start();
  atEnd.push(
    () => connection.close(),
    () => lease.release(),
  );
  return { lease, bucket, connection, told };
};
const held = ({ lease }: Contender) => until(() => lease.token);

/** Watches that no two hold it at any time. */
const watchAll = (...contenders: readonly Contender[]) => {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, contenders.filter(({ lease }) => lease.token !== undefined).length);
  }, 1);
  atEnd.push(async () => clearInterval(timer));
  return () => most;
};

describe('a lease', () => {
  it('is waited for where nobody can know who held it before, and then kept', async () => {
    const asked = performance.now();
    const first = await contend('a');
    const token = await held(first);
    expect(performance.now() - asked).toBeGreaterThanOrEqual(TTL);
    expect(token).toBe(`${await first.bucket.madeAt()}/1`);
    const since = performance.now();
    await until(() => performance.now() - since > 2 * TTL);
    expect(first.told).toEqual([token]);
  });

  it('goes on at once when it was given back', async () => {
    const first = await contend('a');
    await held(first);
    const second = await contend('b');
    await first.lease.release();
    const given = performance.now();
    await held(second);
    expect(performance.now() - given).toBeLessThan(TTL / 2);
    expect(first.told.at(-1)).toBe('lost');
  });

  it('goes on after its time when its holder is cut off, who has stopped before', async () => {
    const first = await contend('a');
    await held(first);
    const second = await contend('b');
    const most = watchAll(first, second);
    await first.connection.close();
    const cut = performance.now();
    await held(second);
    expect(performance.now() - cut).toBeGreaterThan(TTL / 2);
    expect(first.told).toEqual([expect.any(String), 'lost']);
    expect(most()).toBe(1);
  });

  it('is lost when the bucket is wiped, and taken anew after its time with another token', async () => {
    const first = await contend('a');
    const before = await held(first);
    const second = await contend('b');
    const most = watchAll(first, second);
    await nats.purge();
    await until(() => first.told.includes('lost'));
    const after = await until(() => first.lease.token ?? second.lease.token);
    expect(after).not.toBe(before);
    expect(after.split('/')[0]).not.toBe(before.split('/')[0]);
    expect(most()).toBe(1);
  });

  it('is not taken for its own when another bucket counts to the same revision', async () => {
    const first = await contend('a');
    await held(first);
    const entry = await until(() => first.bucket.read('DC1.r1'));
    await nats.purge();
    for (let revision = 0; revision <= entry.revision; revision += 1)
      await first.bucket.write('DC1.r1', JSON.stringify({ holder: 'x', term: 'another' }));
    await until(() => first.told.includes('lost'));
    expect((await first.bucket.read('DC1.r1'))?.value).toContain('another');
  });

  it('lets nothing begin that could outlast it', async () => {
    const first = await contend('a', { longestMs: TTL - 100 });
    await held(first);
    await first.connection.close();
    const cut = performance.now();
    // Whenever this process gets to look: the lease itself would have 300 ms to go.
    await until(() => performance.now() - cut > 100, { every: 1 });
    expect(first.lease.token).toBeUndefined();
  });

  it('outlives a broker that is away for less than its time', async () => {
    const first = await contend('a', { ttlMs: 2_500 });
    const token = await until(() => first.lease.token, { timeout: 5_000 });
    await nats.server.restart();
    const since = performance.now();
    await until(() => performance.now() - since > 2_000);
    expect(first.told).toEqual([token]);
  });
});
