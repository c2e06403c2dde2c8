import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@ferrule/testing';
import { useStack } from './stack.ts';

const stack = useStack();
const root = fileURLToPath(new URL('../..', import.meta.url));
const BETWEEN = '=== ';

interface Typed {
  readonly command: string;
  /** What the guide says that it prints; `…` stands for anything. */
  readonly shown: string;
}

/** Each command of a guide, with the lines that follow where it is continued, and what is shown below it. */
const typedIn = (guide: string): readonly Typed[] =>
  [
    ...guide.matchAll(
      /^ {4}\$ (?<command>(?:.*\\\n)*.*)\n(?:\n(?<shown>(?: {4}(?!\$ ).*\n)+))?/gmu,
    ),
  ].map(({ groups }) => ({
    command: groups?.['command'] ?? '',
    shown: (groups?.['shown'] ?? '').replaceAll(/^ {4}/gmu, '').trimEnd(),
  }));

/** Ids and numbers of a stream differ from day to day. */
const plain = (text: string): string =>
  text.replaceAll(/(?<=net-|job-)[0-9a-f]+|(?<=CMD_PROVISIONING )\d+/gu, '#');

/** What is missing of what is shown, in its order; `…` stands for anything. */
const missingOf = (told: string, shown: string): string | undefined => {
  let rest = plain(told);
  return plain(shown)
    .split('…')
    .map((piece) => piece.trim())
    .find((piece) => {
      const at = rest.indexOf(piece);
      rest = rest.slice(at + piece.length);
      return at < 0;
    });
};

let typed: readonly Typed[] = [];
let folder = '';
let told: readonly string[] = [];
beforeAll(async () => {
  typed = typedIn(await readFile(join(root, 'docs/integration-guide.md'), 'utf8'));
  folder = await mkdtemp(join(tmpdir(), 'ferrule-guide-'));
  const script = typed.map(({ command }) => `echo '${BETWEEN}'\n${command}`).join('\n');
  const here = script
    .replaceAll('./.ferrule/dev', stack.data)
    .replaceAll('npx ferrule', `node ${join(root, 'apps/cli/dist/main.js')} --data ${stack.data}`)
    .replaceAll('test/clients', join(root, 'test/clients'))
    .replaceAll('9999', String(await freePort()));
  const shell = await new Promise<{ readonly out: string; readonly err: string }>((resolve) => {
    const options = { cwd: folder, timeout: 240_000, env: { PATH: process.env['PATH'] } };
    execFile('bash', ['--norc', '-eo', 'pipefail', '-c', here], options, (error, out, err) => {
      // What it came to is what one wants to know when it does not come to its end.
      resolve({ out, err: error === null ? '' : `${String(error.code)} ${err} after ${out}` });
    });
  });
  expect(shell.err).toBe('');
  told = shell.out.split(`${BETWEEN}\n`).slice(1);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the integration guide', () => {
  it('can be pasted from top to bottom, and what it prints is what it says', () => {
    expect(typed.length).toBeGreaterThan(25);
    expect(told).toHaveLength(typed.length);
    const wrong = typed.flatMap(({ command, shown }, n) => {
      const missing = missingOf(told[n] ?? '', shown);
      return missing === undefined ? [] : [{ command, missing, told: told[n] }];
    });
    expect(wrong).toEqual([]);
  });

  it('shows no key', () => {
    expect(told.join('')).not.toMatch(/fk_\w{8}|whsec_/u);
  });
});
