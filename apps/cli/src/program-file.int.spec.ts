import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/ferrule.mjs', import.meta.url));
let tree: string;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'ferrule-cli-'));
  await cp(program, join(tree, 'apps/cli/bin/ferrule.mjs'));
});
afterAll(() => rm(tree, { recursive: true }));

const start = (...args: string[]): Promise<{ code: unknown; out: string; err: string }> =>
  new Promise((resolve) => {
    const file = join(tree, 'apps/cli/bin/ferrule.mjs');
    execFile(process.execPath, [file, ...args], (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err });
    });
  });

/** As little of a work tree as the program looks at; its build writes what it is to run. */
const install = async (nx: string): Promise<void> => {
  const nodeModules = join(tree, 'node_modules');
  await mkdir(join(nodeModules, '@ferrule/cli/src'), { recursive: true });
  await mkdir(join(nodeModules, '.bin'), { recursive: true });
  await mkdir(join(nodeModules, 'nx/dist/bin'), { recursive: true });
  await writeFile(join(nodeModules, '.bin/node'), `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  await chmod(join(nodeModules, '.bin/node'), 0o755);
  await writeFile(join(nodeModules, 'nx/dist/bin/nx.js'), nx);
};

it('says what to do in a tree whose packages are not installed', async () => {
  const { code, err } = await start('status');
  expect([code, err]).toEqual([
    1,
    `ferrule: its packages are not installed: run npm ci in ${tree}/\n`,
  ]);
});

it('shows why it cannot be built', async () => {
  await install('console.log("no such thing"); process.exit(1)');
  const { code, err } = await start();
  expect([code, err]).toEqual([1, 'ferrule: it cannot be built:\nno such thing\n\n']);
});

it('builds what is not built yet, says nothing of it, and hands its arguments over', async () => {
  await install(`
    const fs = require('node:fs');
    fs.mkdirSync('apps/cli/dist', { recursive: true });
    fs.writeFileSync('apps/cli/dist/main.js', 'console.log(process.argv.slice(2).join()); process.exitCode = 7');
    console.log('built', process.argv.slice(2).join(' '));
  `);
  expect(await start('a', 'b')).toEqual({ code: 7, out: 'a,b\n', err: '' });
});
