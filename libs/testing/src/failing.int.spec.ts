import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { workspaceRoot } from './workspace.ts';

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
  }[];
}

/** Every file beside this one in `failing/`, run by a Jest of its own. */
const reports = new Map<string, string>();

beforeAll(async () => {
  const root = workspaceRoot();
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [
        '--experimental-vm-modules',
        join(root, 'node_modules/jest/bin/jest.js'),
        '--json',
        '--testPathIgnorePatterns=/node_modules/',
        '--testPathPatterns=/testing/src/failing/',
      ],
      { timeout: 60_000, cwd: root, env: { ...process.env, FORCE_COLOR: '0' } },
      (_error, stdout) => {
        resolve(stdout);
      },
    );
  });
  const { testResults } = JSON.parse(output) as Report;
  for (const { name, status, message } of testResults) {
    reports.set(basename(name, '.spec.ts'), status === 'failed' ? message : '');
  }
}, 60_000);

describe('a spec file fails when it leaves behind', () => {
  it.each([
    ['a timer', 'timer', /left open by this spec file:\s+timer opened .*timer\.spec\.ts:7/],
    ['a listening socket', 'socket', /listening socket opened/],
    ['a child process', 'child-process', /child process opened .*child-process\.spec\.ts:8/],
    [
      'a client checked out of a pool',
      'pool-client',
      /1 pool\(s\) with 1 client\(s\) never released/,
    ],
    [
      'a connection to its database',
      'connection',
      /connections left open.*\s+postgres of forgetful, idle/,
    ],
    ['a connection to NATS', 'nats-connection', /socket opened at NodeTransport.dial/],
  ])('%s', (_what, file, message) => {
    expect(reports.get(file)).toMatch(message);
  });
});

describe('a spec file', () => {
  it('fails when a when() is never followed by a then()', () => {
    expect(reports.get('no-then')).toMatch(/when\(CountUp\) is followed by no then/);
  });

  it('keeps its database until the last of its own hooks has run', () => {
    expect(reports.get('late-hook')).toMatch(/the hook still sees its database/);
  });
});
