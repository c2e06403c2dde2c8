import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Its standard input ends when the owner does, however that dies, SIGKILL included: the kernel
 * closes the pipe. A line on it instead means that the server was stopped in good order.
 */
const SCRIPT = `
read -r _ && exit 0
kill -s "$2" "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null && [ "$n" -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
kill -s KILL "$1" 2>/dev/null
if [ -n "$3" ]; then rm -rf -- "$3"; fi
`;

export interface OwnerGuard {
  dismiss(): void;
}

/**
 * Ends the server `pid` when this process dies, and removes `directory` after it. Both run in
 * sessions of their own, so that Ctrl-C reaches only the owner, which stops things in their order.
 */
export function guardOwner(pid: number, signal: NodeJS.Signals, directory = ''): OwnerGuard {
  if (process.platform === 'win32') return { dismiss: () => undefined };
  const guard: ChildProcess = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'guard', String(pid), signal.replace(/^SIG/, ''), directory],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' },
  );
  guard.once('error', () => undefined); // no shell: then the next start evicts what is left
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return {
    dismiss: () => {
      guard.stdin?.end('done\n');
    },
  };
}
