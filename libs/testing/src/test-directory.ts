import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from './process-identity.ts';

const MEMORY = '/dev/shm';
const ENOUGH = 2 * 1024 ** 3;

/**
 * A directory for what a test run throws away. In memory where there is room: cloning a database
 * creates three hundred files, which takes 10 ms there and up to 250 ms on a journalling disk.
 */
export async function testDirectory(): Promise<string> {
  const base = hasRoom(MEMORY) ? MEMORY : tmpdir();
  const directory = await mkdtemp(join(base, `ferrule-test-${process.pid}-`));
  // Postgres may run as another account, which must be able to pass through.
  await chmod(directory, 0o711);
  return directory;
}

/** Removes what runs left that were killed; their servers ended with them. */
export async function sweepTestDirectories(): Promise<void> {
  for (const base of [MEMORY, tmpdir()].filter((directory) => existsSync(directory))) {
    for (const name of readdirSync(base)) {
      const pid = /^ferrule-test-(\d+)-/.exec(name)?.[1];
      if (pid === undefined || identify(Number(pid)) !== undefined) continue;
      await rm(join(base, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function hasRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize >= ENOUGH;
  } catch {
    return false;
  }
}
