import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDevStack } from './running-stack.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const claimed = async (name: string, pid: number): Promise<string> => {
  const passwords = join(folder, 'passwords.json');
  await writeFile(passwords, '{"ipam":"p@ss/word","nats:operator":"secret"}');
  const facts = {
    pid,
    api: 'http://127.0.0.1:1',
    postgres: '127.0.0.1:5433, database ferrule',
    passwords,
  };
  await writeFile(join(folder, `${name}.claim.json`), JSON.stringify(facts));
  return join(folder, name);
};

it('knows a running stack by its claim, and gets into its database as a service does', async () => {
  const stack = await findDevStack(await claimed('mine', process.pid));
  expect(stack.facts?.api).toBe('http://127.0.0.1:1');
  expect(await stack.password('nats:operator')).toBe('secret');
  const url = new URL((await stack.databaseUrl('ipam')) ?? '');
  expect([url.host, url.pathname, decodeURIComponent(url.password)]).toEqual([
    '127.0.0.1:5433',
    '/ferrule',
    'p@ss/word',
  ]);
  expect(await stack.databaseUrl('nobody')).toBeUndefined();
});

it('believes no claim whose process is gone, and none that was cut short', async () => {
  // No process has this number: it is above what any kernel gives out.
  const gone = await findDevStack(await claimed('gone', 2 ** 30));
  expect([gone.facts, await gone.databaseUrl('ipam')]).toEqual([undefined, undefined]);
  await writeFile(join(folder, 'cut.claim.json'), '{"pid":');
  expect((await findDevStack(join(folder, 'cut'))).facts).toBeUndefined();
});

it('finds the spans of a stack that has ended', async () => {
  const stack = await findDevStack(join(folder, 'ended'));
  expect(stack.spans).toBe(join(folder, 'ended', 'logs', 'spans.ndjson'));
});
