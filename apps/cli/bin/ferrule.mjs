#!/usr/bin/env node
// Plain JavaScript that old Nodes understand: it finds the Node that Ferrule needs, builds what is
// not built yet, and hands over.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = new URL('../dist/main.js', import.meta.url);
const pinned = join(root, 'node_modules/.bin/node');

const fail = (sentence) => {
  console.error(`ferrule: ${sentence}`);
  process.exit(1);
};

/** Runs a program to its end, passing signals on. */
const run = (program, args, options) =>
  new Promise((resolve) => {
    const child = spawn(program, args, options);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => child.kill(signal));
    child.once('error', (error) => fail(`${program} cannot be started: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output: Buffer.concat(output) }),
    );
  });

const unbuilt = () => {
  const scope = join(root, 'node_modules/@ferrule');
  return readdirSync(scope)
    .map((name) => join(scope, name))
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder))
    .some((folder) => existsSync(join(folder, 'src')) && !existsSync(join(folder, 'dist')));
};

const isInstalled = existsSync(join(root, 'node_modules/@ferrule')) && existsSync(pinned);
if (!isInstalled) fail(`its packages are not installed: run npm ci in ${root}`);

if (unbuilt()) {
  if (process.stderr.isTTY)
    console.error('Building Ferrule, which takes a moment the first time …');
  const { code, output } = await run(
    pinned,
    ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--outputStyle=static'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        NX_NO_CLOUD: 'true',
        PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
      },
    },
  );
  if (code !== 0) fail(`it cannot be built:\n${output.toString()}`);
}

if (Number(process.versions.node.split('.')[0]) >= NEEDED) await import(main.href);
else {
  const args = [fileURLToPath(main), ...process.argv.slice(2)];
  const { code } = await run(pinned, args, { stdio: 'inherit' });
  process.exitCode = code;
}
