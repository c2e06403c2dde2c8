import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { installWithApt, isExecutable } from './apt.ts';
import { downloadNatsServer } from './nats-release.ts';
import { workspaceRoot } from './workspace.ts';

const run = promisify(execFile);

export interface NatsSources {
  readonly path: string;
  readonly cache: string;
  /** Debian installs servers where an ordinary user's path does not look. */
  readonly debianFolders: readonly string[];
  /** Installs a package by name; rejects where the machine has no such way. */
  readonly installPackage: (name: string) => Promise<void>;
  /** Puts the binary into the file named. */
  readonly download: (file: string) => Promise<void>;
}

/**
 * Where nats-server is: on the path, in the work tree's cache, installed by apt, or downloaded from
 * its release page into the cache. Every way has an end, and so has the search.
 */
export async function findNatsServer(sources: Partial<NatsSources> = {}): Promise<string> {
  const {
    path = process.env['PATH'] ?? '',
    cache = join(workspaceRoot(), '.ferrule', 'bin', 'nats-server'),
    debianFolders = ['/usr/sbin', '/usr/local/bin'],
    installPackage = installWithApt,
    download = downloadNatsServer,
  } = sources;
  const search = [...path.split(delimiter), ...debianFolders];
  const present = findIn(search) ?? (isExecutable(cache) ? cache : undefined);
  if (present !== undefined) return present;

  const refusals: unknown[] = [];
  try {
    await installPackage('nats-server');
    const installed = findIn(search);
    if (installed !== undefined) return installed;
  } catch (error) {
    refusals.push(error);
  }
  try {
    await download(cache);
    return cache;
  } catch (error) {
    refusals.push(error);
  }
  throw new Error(
    'nats-server 2.9 or later is needed and was not found: install it (Debian and Ubuntu: `apt-get install nats-server`, ' +
      'macOS: `brew install nats-server`, else https://github.com/nats-io/nats-server/releases) so that it is on the PATH',
    { cause: new AggregateError(refusals) },
  );
}

function findIn(folders: readonly string[]): string | undefined {
  const name = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Such as `[2, 9, 10]`. */
export async function natsServerVersion(binary: string): Promise<readonly number[]> {
  const { stdout, stderr } = await run(binary, ['--version'], { timeout: 10_000 });
  const numbers = /v?(\d+)\.(\d+)\.(\d+)/
    .exec(stdout + stderr)
    ?.slice(1)
    .map(Number);
  if (numbers === undefined) throw new Error(`${binary} --version says no version: ${stdout}`);
  return numbers;
}
