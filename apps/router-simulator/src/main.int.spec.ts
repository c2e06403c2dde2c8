import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterOsDriver } from '@ferrule/routeros';
import { until } from '@ferrule/testing';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let state: string;
let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'router-'));
  state = join(directory, 'r1.json');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

const start = (...args: readonly string[]) => {
  // Of the sources, so that no build has to come first.
  const flags = [
    '--conditions=ferrule-source',
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
  ];
  const child = spawn(process.execPath, [...flags, main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return { child, ended: once(child, 'close') as Promise<[number | null, string | null]> };
};

const refused = async (...args: readonly string[]) => {
  const { child, ended } = start(...args);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
};

const listening = async (...args: readonly string[]) => {
  const { child, ended } = start('--port', '0', '--json', ...args);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { port } = JSON.parse(line) as { port: number };
  const driver = new RouterOsDriver({
    host: '127.0.0.1',
    port,
    user: 'admin',
    password: 'geheim',
  });
  return {
    driver,
    end: async (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => {
      await driver.close();
      child.kill(signal);
      return (await ended)[0];
    },
  };
};

describe('the program', () => {
  it('saves its state on Ctrl-C and on SIGTERM, and begins there', async () => {
    const args = ['--state', state, '--user', 'admin:geheim'];
    const names = [];
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT'] as const) {
      const { driver, end } = await listening(...args);
      const { rows } = await driver.send({ command: '/system/identity/print' });
      names.push(rows[0]?.['name']);
      const attributes = { name: `R${names.length}` };
      await driver.send({ command: '/system/identity/set', attributes });
      expect(await end(signal)).toBe(0);
    }
    expect(names).toEqual(['MikroTik', 'R1', 'R2']);
  });

  it('that is killed has what it was told a second before', async () => {
    const args = ['--state', state, '--user', 'admin:geheim'];
    const first = await listening(...args);
    const identity = (name: string) =>
      first.driver.send({ command: '/system/identity/set', attributes: { name } });
    await identity('R1');
    await until(() => readFileSync(state, 'utf8').includes('"R1"'), { timeout: 3_000 });
    const saved = statSync(state).mtimeMs;
    await first.driver.send({ command: '/system/identity/print' });
    await identity('R2');
    await until(() => statSync(state).mtimeMs !== saved, { timeout: 3_000 });
    expect(await first.end('SIGKILL')).toBeNull();
    const again = await listening(...args);
    const { rows } = await again.driver.send({ command: '/system/identity/print' });
    expect(rows).toMatchObject([{ name: 'R2' }]);
    await again.end('SIGTERM');
  });

  it('says in one sentence what it cannot do, with exit code 2', async () => {
    writeFileSync(state, '{"menus":');
    expect(await refused('--prot', '1')).toEqual({
      code: 2,
      out: '',
      err: "router-simulator: Unknown option '--prot'.\n",
    });
    expect(await refused('--state', state)).toEqual({
      code: 2,
      out: '',
      err: `router-simulator: the state file ${state} cannot be used, and was left as it is: it is no JSON.\n`,
    });
    expect(readFileSync(state, 'utf8')).toBe('{"menus":');
  });
});
