import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kvm } from '@nats-io/kv';
import { until, useNats } from '@ferrule/testing';
import { BucketMirror, type BucketMirrorOptions } from './bucket-mirror.ts';
import { BucketWriter } from './bucket-writer.ts';
import { type BusConnection, connectBus } from './connection.ts';

const nats = useNats();
let connection: BusConnection;
const mirrors: BucketMirror[] = [];

beforeEach(async () => {
  await nats.purge();
  connection = await connectBus({ servers: nats.url, name: 'spec' });
});
afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.stop()));
  await connection.close();
});

const writer = () => new BucketWriter(connection, { name: 'routers' });
const put = (key: string, value: string) => writer().settle(key, async () => value);
const mirror = (options: Partial<BucketMirrorOptions> = {}): BucketMirror => {
  const made = new BucketMirror(connection, { bucket: 'routers', lookEveryMs: 100, ...options });
  mirrors.push(made);
  made.start();
  return made;
};
const bucket = () => new Kvm(connection.jetstream).open('routers');

describe('a writer of a bucket', () => {
  it('makes it, and writes what is not there yet', async () => {
    expect(await put('a', '1')).toBe(true);
    expect(await put('a', '1')).toBe(false);
    expect(await put('a', '2')).toBe(true);
    const entry = await (await bucket()).get('a');
    expect([entry?.string(), entry?.revision]).toEqual(['2', 2]);
  });

  it('keeps no value but the newest', async () => {
    for (const value of ['1', '2', '3']) await put('a', value);
    const { state } = await (await connection.manager()).streams.info('KV_routers');
    expect(state.messages).toBe(1);
  });

  it('that was held up never puts an older value over a newer one', async () => {
    await put('a', 'first');
    let asked = 0;
    const slow = writer().settle('a', async () => {
      asked += 1;
      if (asked > 1) return 'newest';
      // The database said so a moment ago; meanwhile it changed, and another instance was faster.
      await put('a', 'newest');
      return 'older';
    });
    expect(await slow).toBe(false);
    expect(asked).toBe(2);
    expect((await (await bucket()).get('a'))?.string()).toBe('newest');
  });

  it('shares it with others, and the values never go back', async () => {
    let database = 0;
    const seen: number[] = [];
    const following = mirror({ onChange: (_, value) => seen.push(Number(value)) });
    const instances = Array.from({ length: 4 }, writer);
    await Promise.all(
      instances.flatMap((instance) =>
        Array.from({ length: 20 }, async () => {
          database += 1;
          await instance.settle('a', async () => String(database));
        }),
      ),
    );
    await until(() => following.values.get('a') === '80');
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('writes into a bucket that somebody deleted under it', async () => {
    const one = writer();
    await one.settle('a', async () => '1');
    await (await connection.manager()).streams.delete('KV_routers');
    expect(await one.settle('a', async () => '1')).toBe(true);
  });

  it('fails when the database does', async () => {
    await expect(
      writer().settle('a', () => Promise.reject(new Error('no database'))),
    ).rejects.toThrow('no database');
  });
});

describe('a mirror of a bucket', () => {
  it('has what is there, and follows within a second', async () => {
    await put('a', '1');
    await put('b', '1');
    const following = mirror({ lookEveryMs: 60_000 });
    await following.filled();
    expect([...following.values]).toEqual([
      ['a', '1'],
      ['b', '1'],
    ]);
    const changed = performance.now();
    await put('a', '2');
    await until(() => following.values.get('a') === '2');
    expect(performance.now() - changed).toBeLessThan(1_000);
  });

  it('tells each change once, and a deletion as null', async () => {
    const told: (readonly [string, string | null])[] = [];
    await put('a', '1');
    const following = mirror({ onChange: (key, value) => told.push([key, value]) });
    await following.filled();
    await put('a', '2');
    await (await bucket()).delete('a');
    await until(() => told.length === 3);
    expect(told).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['a', null],
    ]);
  });

  it('waits for a bucket that is not there yet, and says so once', async () => {
    const said: string[] = [];
    const following = mirror({ lookEveryMs: 20, warn: (sentence) => said.push(sentence) });
    await until(() => said.length > 0);
    await put('a', '1');
    await until(() => following.values.get('a') === '1');
    expect(said).toEqual([expect.stringContaining('bucket routers cannot be read')]);
  });

  it('is filled at once by an empty bucket', async () => {
    await writer().ensure();
    await mirror().filled();
  });

  it.each(['deleted', 'purged'])(
    'lives on with what it has when the bucket is %s, and follows the one that comes after',
    async (how) => {
      const told: string[] = [];
      await put('a', '1');
      await put('b', '1');
      const following = mirror({ onChange: (key, value) => told.push(`${key}=${String(value)}`) });
      const filler = mirror({ whenLost: 'forget' });
      await Promise.all([following.filled(), filler.filled()]);
      const { streams } = await connection.manager();
      await (how === 'deleted' ? streams.delete('KV_routers') : streams.purge('KV_routers'));
      await until(() => filler.values.size === 0);
      expect(following.values.size).toBe(2);
      await put('a', '1');
      await put('b', '2');
      await until(() => following.values.get('b') === '2');
      await until(() => filler.values.size === 2);
      expect(told).toEqual(['a=1', 'b=1', 'b=2']);
    },
  );

  it('goes on after the broker was killed and lost all it had', async () => {
    await put('a', '1');
    const following = mirror();
    const filler = mirror({ whenLost: 'forget' });
    await Promise.all([following.filled(), filler.filled()]);
    await nats.server.wipeStore();
    await until(() => connection.connected);
    await until(() => filler.values.size === 0);
    expect(following.values.get('a')).toBe('1');
    const again = writer();
    await until(() => again.settle('a', async () => '2'));
    await until(() => following.values.get('a') === '2' && filler.values.get('a') === '2');
  }, 30_000);
});
