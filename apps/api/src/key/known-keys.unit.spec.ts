import { beforeEach, describe, expect, it } from '@jest/globals';
import { type KeySource, type KnownKey, KnownKeys } from './known-keys.ts';

const KEY: KnownKey = {
  keyId: 'a',
  name: 'shop',
  role: 'viewer',
  tenants: null,
  datacenters: null,
  expiresAt: null,
  isRevoked: false,
  secrets: [],
};

let now: number;
let found: Promise<KnownKey | undefined>;
let asked: string[];
let noted: string[];
let keys: KnownKeys;

beforeEach(() => {
  now = 0;
  found = Promise.resolve(KEY);
  [asked, noted] = [[], []];
  const source: KeySource = {
    find: (keyId) => {
      asked.push(keyId);
      return found;
    },
    noteUse: (keyId) => {
      noted.push(keyId);
      return Promise.resolve();
    },
  };
  keys = new KnownKeys(source, () => now);
});

describe('known keys', () => {
  it('are looked up once in a second, however many ask', async () => {
    await Promise.all(Array.from({ length: 100 }, () => keys.find('a')));
    now = 899;
    await keys.find('a');
    expect(asked).toEqual(['a']);
    now = 900;
    await keys.find('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('are looked up at once when they changed here, or when nobody could say', async () => {
    await keys.find('a');
    keys.forget('a');
    found = Promise.reject(new Error('the database is away'));
    await expect(keys.find('a')).rejects.toThrow('away');
    found = Promise.resolve(KEY);
    expect(await keys.find('a')).toBe(KEY);
    expect(asked).toHaveLength(3);
  });

  it('take no more room than for so many ids, the newest', async () => {
    for (let n = 0; n <= 10_000; n += 1) await keys.find(`id${n}`);
    await keys.find('id1');
    expect(asked).toHaveLength(10_001);
    await keys.find('id0');
    expect(asked).toHaveLength(10_002);
  });

  it('are noted as used once a minute', () => {
    expect(keys.hasServed('a')).toBe(false);
    keys.noteUse('a');
    keys.noteUse('a');
    now = 60_000;
    keys.noteUse('a');
    expect(noted).toEqual(['a', 'a']);
    expect(keys.hasServed('a')).toBe(true);
  });
});
