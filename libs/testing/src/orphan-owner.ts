import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * For specs of this library: a process that starts a server by a module of it, says the server's
 * process id, and then waits to be killed.
 */
export async function orphanOwner(
  module: string,
  start: string,
  options: object,
): Promise<{ readonly owner: ChildProcess; readonly serverPid: number }> {
  const file = fileURLToPath(new URL(module, import.meta.url));
  const script = `
    import { ${start} } from ${JSON.stringify(file)};
    const server = await ${start}(${JSON.stringify(options)});
    console.log(server.pid);
    setInterval(() => {}, 60_000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(owner.stdout), 'line')) as [string];
  return { owner, serverPid: Number(line) };
}

/** Kills the owner after the guard of its server, so that nothing ends the server. */
export async function killWithGuard(owner: ChildProcess, serverPid: number): Promise<void> {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (parent === owner.pid && pid !== undefined ? [pid] : []));
  for (const pid of children.filter((child) => child !== serverPid)) process.kill(pid, 'SIGKILL');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
}
