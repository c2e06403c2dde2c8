import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterOsDriver } from '@ferrule/routeros';
import { leakGuard } from '@ferrule/testing';
import { ferrule } from '../spec-rig.ts';

leakGuard();

let directory: string;
let state: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'router-'));
  state = join(directory, 'r1.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Starts a simulator, does the work as soon as it listens, and ends it as Ctrl-C does. */
const during = async (
  args: readonly string[],
  work: (served: Record<string, unknown>) => Promise<void> = async () => undefined,
) => {
  const stop = new AbortController();
  let worked: Promise<void> | undefined;
  const ran = await ferrule(['router-simulator', '--json', '--port', '0', ...args], {
    stop: stop.signal,
    onLine: (line) => {
      worked = work(JSON.parse(line) as Record<string, unknown>).finally(() => stop.abort());
    },
  });
  await worked;
  return ran;
};

describe('ferrule router-simulator', () => {
  it('is a router until Ctrl-C, and the same router after it', async () => {
    const identity = async (port: unknown, name?: string) => {
      const driver = new RouterOsDriver({
        host: '127.0.0.1',
        port: Number(port),
        user: 'eve',
        password: 'a:b',
      });
      if (name !== undefined)
        await driver.send({ command: '/system/identity/set', attributes: { name } });
      const { rows } = await driver.send({ command: '/system/identity/print' });
      await driver.close();
      return rows;
    };
    const args = ['--state', state, '--user', 'eve:a:b', '--profile', '7.16', '--board', 'CHR'];
    const { code } = await during(args, async ({ port, board, version }) => {
      expect([board, version]).toEqual(['CHR', '7.16.2 (stable)']);
      await identity(port, 'R1');
    });
    expect(code).toBe(0);
    await during(args, async ({ port }) => {
      expect(await identity(port)).toEqual([{ name: 'R1' }]);
    });
  });

  it('answers on its control port', async () => {
    await during(['--control-port', '0', '--tls-port', '0'], async ({ controlPort, tlsPort }) => {
      const response = await fetch(`http://127.0.0.1:${String(controlPort)}/`, {
        headers: { connection: 'close' },
      });
      expect(await response.json()).toMatchObject({ tls: { port: tlsPort } });
    });
  });

  it('tells people where it listens', async () => {
    const stop = new AbortController();
    const { out, code } = await ferrule(['router-simulator', '--port', '0'], {
      stop: stop.signal,
      onLine: () => setImmediate(() => stop.abort()),
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^A simulated CCR2116-12G-4S\+ with RouterOS 7\.24 \(stable\)\./u);
    expect(out).toMatch(/API +127\.0\.0\.1:\d+/u);
  });

  it('says in one sentence what it cannot be, with exit code 2', async () => {
    await during([], async ({ port }) => {
      for (const [args, err] of [
        [['--profile', '6.49'], /^ferrule: there is no profile 6\.49: take one of .*7\.24\.$/u],
        [['--board', 'RB750'], /^ferrule: there is no board RB750: take one of .*CHR\.$/u],
        [['--port', String(port)], /^ferrule: port \d+ of 127\.0\.0\.1 is in use\.$/u],
        [['--user', 'eve'], /^ferrule: --user must be name:password, .*, not eve\.$/u],
      ] as const)
        expect(await during(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(err) });
    });
  });

  it('leaves a damaged state file as it was', async () => {
    writeFileSync(state, '{"menus":');
    expect(await during(['--state', state])).toEqual({
      code: 2,
      out: '',
      err: `ferrule: the state file ${state} cannot be used, and was left as it is: it is no JSON.`,
    });
    expect(readFileSync(state, 'utf8')).toBe('{"menus":');
  });
});
