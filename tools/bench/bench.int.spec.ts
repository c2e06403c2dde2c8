import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';

const root = resolve(import.meta.dirname, '../..');
const TIMEOUT = 300_000;

let temporary: string;
let bench: ChildProcess | undefined;
let said = '';

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'ferrule-bench-spec-'));
  said = '';
});
afterEach(async () => {
  if (bench?.exitCode === null) bench.kill('SIGKILL');
  await rm(temporary, { recursive: true, force: true });
});

const start = (...args: readonly string[]): Promise<readonly [number | null, string | null]> => {
  bench = spawn(process.execPath, ['tools/run.mjs', 'bench/main', '--quick', ...args], {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const hear = (chunk: Buffer) => (said += chunk.toString());
  bench.stdout?.on('data', hear);
  bench.stderr?.on('data', hear);
  return once(bench, 'exit') as Promise<[number | null, string | null]>;
};

/** Node keeps a cache of compiled code there, which is not ours to remove. */
const leftBehind = async (): Promise<readonly string[]> =>
  (await readdir(temporary)).filter((name) => name.startsWith('ferrule'));

describe('the bench', () => {
  it(
    'measures every row beside its reference and leaves nothing behind',
    async () => {
      const file = join(temporary, 'figures.jsonl');
      const [code] = await start('--json', file);
      expect({ code, said }).toMatchObject({ code: 0 });
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(rows.map(({ name }) => name)).toEqual([
        'append',
        'append, no shared commits',
        'append, as emmett does',
        'batches of 100',
        'batches of 100, one caller',
        'load, decide, append',
        'sealer backlog drain',
        'commit to JetStream ack',
        'replay through a projection',
        'verify',
        'seal, no bus',
        'ipam: 64 pools',
        'ipam: one hot pool',
        'ipam: import of 1,000',
        'ipam: cost in a full pool',
        'ipam: search by a part',
        'ipam: utilisation tree',
        'audit: ingest from the bus',
        'audit: verify',
        'audit: slowest question, p95',
        'audit: all questions',
        'http: reads let in',
        'http: p99 of a read',
        'networks: end to end',
        'networks: one at 20 ms',
        'networks: cost among 60',
        'simulator: add',
        'simulator: find by id',
        'simulator: find by name',
        'simulator: 5 routers',
        'driver: reads at 0 ms',
        'driver: reads at 20 ms',
        'driver: print 500 rows',
        'driver: memory of that',
        'faults: cases settled',
        'faults: a good day',
        'router: apply 20 rows at 20 ms',
        'router: apply 20 rows at 20 ms, times faster',
        'router: plan 20 of 520 rows',
        'router: plan 20 of 520 rows, memory',
      ]);
      for (const { ours } of rows) expect(ours).toBeGreaterThan(0);
      const faults = rows.filter(({ name }) => String(name).startsWith('faults'));
      for (const { against, reference } of rows.filter((row) => !faults.includes(row)))
        if (against !== undefined) expect(reference).toBeGreaterThan(0);
      for (const { verdict } of faults) expect(verdict).toBe('ok');
      expect(await leftBehind()).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'stops its servers and removes their data when it is interrupted',
    async () => {
      const ended = start('replay');
      await until(() => said.includes('Postgres'), { timeout: TIMEOUT });
      bench?.kill('SIGINT');
      expect(await ended).toEqual([130, null]);
      expect(await leftBehind()).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'starts no servers for rows that need none',
    async () => {
      const [code] = await start('faults');
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(said).toContain('faults: a good day');
      expect(said).not.toContain('Postgres');
    },
    TIMEOUT,
  );

  it('refuses a row that it does not have, before it starts anything', async () => {
    const [code] = await start('nothing');
    expect(code).toBe(1);
    expect(said).toContain('no such row: nothing; there are append');
  });
});
