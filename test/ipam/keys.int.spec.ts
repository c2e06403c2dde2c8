import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyView } from '@ferrule/api-contracts';
import { until } from '@ferrule/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { ferrule } = useEdge();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-keys-'));
});
afterAll(() => rm(folder, { recursive: true }));

const made = async (line: string) => {
  const { code, out } = await ferrule(`${line} --json`);
  expect(code).toBe(0);
  return JSON.parse(out) as { readonly key: KeyView; readonly secret: string };
};
const whoIs = async (secret: string) => {
  const file = join(folder, 'a.key');
  await writeFile(file, `${secret}\n`);
  return ferrule(`whoami --key-file ${file}`);
};
/** Within a second, wherever it is shown. */
const refused = (secret: string) =>
  until(
    async () => {
      const ran = await whoIs(secret);
      return ran.code === 5 && ran;
    },
    { timeout: 30_000 },
  );

it('a key is issued, recognised, rotated and revoked in a terminal', async () => {
  const { key, secret } = await made('key issue night --role viewer --dc DC1');
  const night = await whoIs(secret);
  expect([night.code, night.out]).toEqual([
    0,
    expect.stringMatching(/^key:night, viewer\n +may +read\n/u),
  ]);
  const list = await ferrule('key list');
  expect(list.out).toMatch(new RegExp(`^${key.keyId} +night +viewer +all +DC1 +active`, 'mu'));
  expect(list.out).not.toContain(secret);

  const rotated = await made(`key rotate ${key.keyId} --overlap 0`);
  expect((await refused(secret)).out).toBe('');
  expect((await whoIs(rotated.secret)).code).toBe(0);

  expect((await ferrule(`key revoke ${key.keyId} --reason over`)).code).toBe(0);
  expect((await refused(rotated.secret)).err).toContain('The key is that of --key-file');
  expect((await ferrule(`key show ${key.keyId}`)).out).toContain(`${key.keyId} is revoked`);
}, 180_000);
