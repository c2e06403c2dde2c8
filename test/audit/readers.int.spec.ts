import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readCheckpoints, SigningKeys } from '@ferrule/ledger-chain';
import { until } from '@ferrule/testing';
import { fromSource } from '../ground/service-process.ts';
import { CLI_KEY, KEY } from '../ground/edge-key.ts';
import { SIGNING_KEY, useAudit } from './audit.ts';

jest.setTimeout(120_000);
const audit = useAudit({
  FERRULE_AUDIT_CHECKPOINT_EVERY: '50',
  FERRULE_AUDIT_CHECKPOINT_INTERVAL: '300ms',
});
const WAIT = { timeout: 60_000 };
const root = join(import.meta.dirname, '../..');
const [key] = SigningKeys.parse(SIGNING_KEY).publicKeys.list;
const trusted = `${key!.id}:${key!.public}`;
let folder = '';
let api = '';

const covered = async () => (await readCheckpoints(audit.pool)).at(-1)?.last ?? 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-readers-'));
  await audit.start();
  api = (await audit.startApi()).url;
  await audit.source.record(
    Array.from({ length: 300 }, (_, n) => ({ n, name: '"Zoë"' })),
    { reason: '=1+1, or less' },
  );
  await audit.source.publish(...(await audit.source.events()));
  await until(async () => (await covered()) >= 300, WAIT);
}, 120_000);
afterAll(async () => {
  await audit.stopAll();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const env = { PATH: process.env['PATH'], ...CLI_KEY };
const run = (args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args],
      { cwd: folder, env, maxBuffer: 64e6 },
      (error, out, err) => {
        resolve({ code: Number(error?.code ?? 0), out, err });
      },
    );
  });
const ferrule = (line: string): Promise<Ran> =>
  run([
    ...fromSource('cli/src/main.ts'),
    ...['--api', api, '--data', 'nowhere', 'audit', ...line.split(' ')],
  ]);

describe('an export', () => {
  const file = () => join(folder, 'ledger.ndjson');

  it('is verified from itself alone, and against what was kept elsewhere', async () => {
    const made = await ferrule('export --out ledger.ndjson');
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('is whole')]);
    const kept = await readCheckpoints(audit.pool);
    await writeFile(
      join(folder, 'kept.ndjson'),
      kept
        .slice(0, 3)
        .map((c) => JSON.stringify(c))
        .join('\n'),
    );
    const line = `verify --export ledger.ndjson --checkpoints kept.ndjson --keys ${trusted}`;
    const { code, out } = await ferrule(line);
    expect([code, out]).toEqual([0, expect.stringMatching(/^intact: 3\d\d entries/u)]);
    const stranger = SigningKeys.parse(SigningKeys.newKey('k1')).publicKeys.list[0]!.public;
    const wrong = await ferrule(`verify --export ledger.ndjson --keys k1:${stranger}`);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('its signature is not')]);
  });

  it('that was tampered with is not: the first entry that does not fit is named', async () => {
    const text = await readFile(file(), 'utf8');
    await writeFile(join(folder, 'forged.ndjson'), text.replace('\\"n\\":140', '\\"n\\":141'));
    const { code, err } = await ferrule('verify --export forged.ndjson');
    expect(code).toBe(1);
    expect(err).toMatch(/entry \d+ does not fit: its body does not match its hash/u);
    const { out } = await ferrule('verify --export forged.ndjson --json');
    expect(JSON.parse(out)).toMatchObject({ ok: false, entry: expect.any(Number) });
  });

  it('that was cut off half-way is said to be, and goes on where it was', async () => {
    const whole = await readFile(file(), 'utf8');
    await truncate(file(), Math.floor((await stat(file())).size / 2));
    const cut = await ferrule('verify --export ledger.ndjson');
    expect([cut.code, cut.err]).toEqual([1, expect.stringMatching(/cut off|no JSON/u)]);
    const resumed = await ferrule('export --out ledger.ndjson');
    expect(resumed.err).toContain('going on after entry');
    const entries = (text: string) =>
      text.split('\n').filter((line) => line.startsWith('{"kind":"entry"'));
    expect(entries(await readFile(file(), 'utf8'))).toEqual(entries(whole));
    expect(await ferrule(`verify --export ledger.ndjson --keys ${trusted}`)).toMatchObject({
      code: 0,
    });
    expect((await ferrule('export --out ledger.ndjson')).err).toContain('whole already');
  });

  it('for a spreadsheet holds no formula', async () => {
    const { out } = await ferrule('export --format csv --source store --last 40');
    const [head, first] = out.split('\n');
    expect(head).toMatch(/^entry,at,recordedAt,source/u);
    expect(first).toMatch(/^\d+,2/u);
    expect(first).toContain(`,"'=1+1, or less",`);
  });

  it('of a ledger is verified in its database as well', async () => {
    const { code, out } = await ferrule(`verify --database ${audit.databaseUrl} --keys ${trusted}`);
    expect([code, out]).toEqual([0, expect.stringMatching(/^intact: \d+ entries/u)]);
  });
});

describe('a terminal', () => {
  it.each([
    ['tail --no-follow --lines 3', /ENTRY\s+TIME/u],
    ['search --type Happened --limit 2', /Happened/u],
    ['search --type Nothing', /^$/u],
    ['show 10', /Happened store#\d/u],
    ['who-had 10.0.0.1', /^$/u],
    ['searches', /^$/u],
    ['keys', /^k1:/u],
  ])('shows %s', async (line, shown) => {
    const { code, out } = await ferrule(line);
    expect([code, out]).toEqual([0, expect.stringMatching(shown)]);
  });

  it('says what is wrong', async () => {
    expect(await ferrule('show 999999')).toMatchObject({ code: 1 });
    expect((await ferrule('search --from yesterday')).err).toContain('from must be an RFC 3339');
    expect((await ferrule('as-of town x')).err).toContain('Say network or router');
  });
});

describe('somebody outside', () => {
  it('checks a proof with a program that depends on nothing of ours', async () => {
    const { out } = await ferrule('prove 120');
    const path = join(folder, 'proof.json');
    await writeFile(path, out);
    const check = () => run([join(root, 'test/clients/check-proof.mjs'), path, trusted]);
    expect(await check()).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^PROVED: entry 120/u),
    });
    await writeFile(path, out.replace('"actor":"operator:ann"', '"actor":"operator:bob"'));
    expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('not among') });
    await writeFile(path, out.replace('"last":', '"last": 1'));
    expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('signature') });
  });

  it('was away for longer than the bus keeps events, and goes on without a gap or a repeat', async () => {
    const state = join(folder, 'seen.json');
    const heard: string[] = [];
    const consume = () => {
      const child = spawn(process.execPath, [join(root, 'test/clients/catch-up.mjs')], {
        env: {
          API_URL: api,
          API_KEY: KEY,
          NATS_URL: audit.nats.url,
          NATS_USER: 'auditor',
          STATE: state,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let rest = '';
      child.stdout.on('data', (text: Buffer) => {
        const lines = (rest + text.toString()).split('\n');
        rest = lines.pop() ?? '';
        heard.push(...lines.filter((line) => line.startsWith('store#')));
      });
      return {
        end: async () => {
          child.kill('SIGTERM');
          await once(child, 'exit');
        },
      };
    };
    const publish = async (count: number) => {
      const { length } = await audit.source.events();
      await audit.source.record(Array.from({ length: count }, (_, n) => ({ n })));
      await audit.source.publish(...(await audit.source.events(length)));
    };
    const first = consume();
    await until(() => heard.length >= 300, WAIT);
    await first.end();
    await publish(40);
    await until(async () => (await audit.written()).length === 340, WAIT);
    // What the bus does with what is older than its retention.
    await (await audit.connection.manager()).streams.purge('EVENTS');
    const second = consume();
    await publish(20);
    await until(() => heard.length >= 360, WAIT);
    await publish(10);
    await until(() => heard.length >= 370, WAIT);
    await second.end();
    expect(heard.map((line) => Number(/#(\d+)/u.exec(line)?.[1]))).toEqual(
      Array.from({ length: 370 }, (_, n) => n + 1),
    );
    expect(heard.filter((line) => line.includes('(ledger)')).length).toBeGreaterThanOrEqual(40);
    expect(heard.at(-1)).toContain('(bus)');
  });
});
