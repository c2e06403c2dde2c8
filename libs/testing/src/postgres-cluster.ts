import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { launchOf, type PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);

/**
 * Makes the data directory where there is none. It is built beside its place and renamed, so that a
 * crash half way leaves nothing that looks like a database.
 */
export async function ensureCluster(
  binaries: PostgresBinaries,
  dataDir: string,
  { password, durable }: { password: string; durable: boolean },
): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    await refuseOtherVersion(binaries, dataDir);
    return;
  }
  await sweepAttempts(dataDir);
  const attempt = await mkdtemp(`${dataDir}.attempt-`);
  const secrets = await mkdtemp(join(tmpdir(), 'ferrule-initdb-'));
  try {
    const passwordFile = join(secrets, 'password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (binaries.account !== undefined) {
      const { uid, gid } = binaries.account;
      for (const path of [attempt, secrets, passwordFile]) await chown(path, uid, gid);
    }
    await runAs(binaries, binaries.initdb, [
      `--pgdata=${attempt}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorts by code point on every machine, whatever locales it has.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ]);
    // An empty directory of that name is replaced; one with anything in it is refused by the system.
    await rename(attempt, dataDir);
  } finally {
    await rm(attempt, { recursive: true, force: true });
    await rm(secrets, { recursive: true, force: true });
  }
}

async function runAs(
  binaries: PostgresBinaries,
  program: string,
  programArgs: readonly string[],
): Promise<{ stdout: string }> {
  const { command, args, account } = launchOf(binaries, program, programArgs);
  return run(command, args, { cwd: '/', timeout: 120_000, env: postgresEnvironment(), ...account });
}

/** Nothing of ours decides for it where it listens, sorts or speaks. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

async function refuseOtherVersion(binaries: PostgresBinaries, dataDir: string): Promise<void> {
  const made = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await runAs(binaries, binaries.postgres, ['--version']);
  const installed = /(\d+)/.exec(stdout)?.[1];
  if (made !== installed) {
    throw new Error(
      `${dataDir} was made by Postgres ${made}, and Postgres ${String(installed)} is installed: export what you need with the old one, or begin empty`,
    );
  }
}

async function sweepAttempts(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}.attempt-`;
  for (const name of await readdir(dirname(dataDir))) {
    if (name.startsWith(prefix))
      await rm(join(dirname(dataDir), name), { recursive: true, force: true });
  }
}
