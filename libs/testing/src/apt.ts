import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs packages where this is root's own machine and has apt-get; every way has an end. */
export async function installWithApt(...names: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('only root can install packages');
  const apt = ['/usr/bin/apt-get', '/bin/apt-get'].find(isExecutable);
  if (apt === undefined) throw new Error('there is no apt-get');
  const quietly = {
    timeout: 60_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  const install = [
    'install',
    '-y',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=20',
    ...names,
  ];
  try {
    await run(apt, install, quietly);
  } catch {
    // A fresh image has no package lists.
    await run(
      apt,
      ['update', '-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=0'],
      quietly,
    );
    await run(apt, install, quietly);
  }
}
