import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyView, Me } from '@ferrule/api-contracts';
import { leakGuard } from '@ferrule/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const billing: KeyView = {
  keyId: '1f0c9a7e5d3b4826',
  name: 'billing',
  role: 'operator',
  tenants: ['acme'],
  datacenters: null,
  expiresAt: '2027-01-31T00:00:00.000Z',
  status: 'active',
  createdAt: '2026-11-20T11:00:00.000Z',
  createdBy: 'key:first',
  revokedAt: null,
  oldSecretUntil: null,
  lastUsedAt: null,
};
const me: Me = {
  actor: 'key:billing',
  tenant: 'acme',
  role: 'operator',
  rights: ['read', 'operate', 'audit'],
  tenants: ['acme'],
  datacenters: null,
  keyId: billing.keyId,
  expiresAt: null,
};
const secret = `fk_${billing.keyId}_c2VjcmV0`;
const body = () => JSON.parse(api.seen.at(-1)?.body ?? '') as unknown;

describe('keys', () => {
  it('are a table that fits the terminal, and says what they are for', async () => {
    const keys = { keys: [billing], next: null };
    api.answers = { 'GET /api/v1/keys?limit=100': [{ body: keys }] };
    const { out } = await api.run('key list', { width: 100 });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(out).toMatch(/1f0c9a7e5d3b4826 +billing +operator +acme +all +active +2027-01-31/u);
    expect(JSON.parse((await api.run('key list --json')).out)).toEqual(keys);
  });

  it('are shown one by one', async () => {
    api.answers = { 'GET /api/v1/keys/1f0c9a7e5d3b4826': [{ body: billing }] };
    const { out } = await api.run('key show 1f0c9a7e5d3b4826');
    expect(out).toContain('1f0c9a7e5d3b4826 is active');
    expect(out).toMatch(/issued +2026-11-20 11:00:00.000 by key:first/u);
  });

  it('are revoked, with the reason', async () => {
    const path = 'DELETE /api/v1/keys/1f0c9a7e5d3b4826?reason=leaked';
    api.answers = { [path]: [{ status: 204, body: '' }] };
    expect(await api.run('key revoke 1f0c9a7e5d3b4826 --reason leaked')).toMatchObject({
      code: 0,
      out: '1f0c9a7e5d3b4826 is refused from now on',
    });
  });
});

describe('a new key', () => {
  const issued = { 'POST /api/v1/keys': [{ status: 201, body: { key: billing, secret } }] };
  const line = 'key issue billing --role operator --tenant acme --expires 2027-01-31T00:00:00Z';

  it('is issued for what is named, and is the last line', async () => {
    api.answers = issued;
    const { out } = await api.run(line);
    expect(out.split('\n').at(-1)).toBe(secret);
    expect(body()).toEqual({
      ...{ name: 'billing', role: 'operator', tenants: ['acme'] },
      expiresAt: '2027-01-31T00:00:00Z',
    });
  });

  it.each(['', ' --json'])(
    'goes into a file for its owner alone, and is not shown%s',
    async (more) => {
      api.answers = issued;
      const file = join(folder, `billing${more.trim()}.key`);
      const { code, out, err } = await api.run(`${line} --out ${file}${more}`);
      expect([code, out.includes('c2VjcmV0'), err]).toEqual([0, false, '']);
      expect(await readFile(file, 'utf8')).toBe(`${secret}\n`);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    },
  );

  it('is not made when there is nowhere to write it, nor over another', async () => {
    api.answers = issued;
    for (const file of ['/nowhere/a.key', folder])
      expect((await api.run(`${line} --out ${file}`)).code).toBe(2);
    expect(api.seen).toEqual([]);
  });

  it('leaves no file behind when it is refused', async () => {
    const file = join(folder, 'refused.key');
    expect((await api.run(`${line} --out ${file}`)).code).toBe(1);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('takes the place of the one before, which is taken for a while', async () => {
    const path = 'POST /api/v1/keys/1f0c9a7e5d3b4826/rotate';
    const rotated = { ...billing, oldSecretUntil: '2026-11-20T12:00:00.000Z' };
    api.answers = { [path]: [{ body: { key: rotated, secret } }] };
    const { out } = await api.run('key rotate 1f0c9a7e5d3b4826 --overlap 3600');
    expect(out).toContain('and as it was before until  2026-11-20 12:00:00.000');
    expect(out.split('\n').at(-1)).toBe(secret);
    expect(body()).toEqual({ overlapSeconds: 3_600 });
  });
});

it('says who asks, and what they may do', async () => {
  api.answers = { 'GET /api/v1/me': [{ body: me }] };
  const { out } = await api.run('whoami');
  expect(out).toMatch(/^key:billing, operator\n +may +read, operate, audit\n/u);
  expect(out).toMatch(/tenants +acme/u);
  expect(JSON.parse((await api.run('whoami --json')).out)).toEqual(me);
});
