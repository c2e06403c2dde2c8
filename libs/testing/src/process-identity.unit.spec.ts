import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import { identify, isAlive } from './process-identity.ts';

leakGuard();

describe('a process', () => {
  // What takes the place of the shell waits for nobody; the child lives as long as its input.
  const parent = spawn(
    '/bin/sh',
    ['-c', 'exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 60 3<&-'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  afterAll(async () => {
    parent.kill('SIGKILL');
    await once(parent, 'close');
  });

  it('is the same as long as it runs', () => {
    const identity = identify(process.pid);
    expect(identity).toEqual(identify(process.pid));
    expect(identity !== undefined && isAlive(identity)).toBe(true);
  });

  it('is not another one that was given its id', () => {
    expect(isAlive({ pid: process.pid, started: 'long ago' })).toBe(false);
  });

  it('is dead when it has ended, also while nobody has taken notice of its end', async () => {
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    expect(identify(Number(line))).toBeDefined();
    parent.stdin.end();
    await until(() => identify(Number(line)) === undefined, { message: 'the child to end' });
    expect(() => process.kill(Number(line), 0)).not.toThrow(); // its id is still taken
  });
});
