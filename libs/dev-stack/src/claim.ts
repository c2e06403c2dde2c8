import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

export interface Claim {
  /** What others may know of this stack; `npx ferrule` reads it. */
  note(facts: object): Promise<void>;
  release(): Promise<void>;
}

interface Claimed {
  readonly pid: number;
  readonly api?: string;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Takes a directory for this process; a claim whose process is gone is void. */
export const claim = async (file: string): Promise<Claim> => {
  await mkdir(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid });
  for (;;) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(mine);
      await handle.close();
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const other = await read(file);
    if (other !== undefined && other.pid !== process.pid && isAlive(other.pid))
      throw new AlreadyRunning(
        `Ferrule is already running here (process ${other.pid})` +
          `${other.api === undefined ? ', and still starting' : `: ${other.api}`}.\n` +
          'Stop it there with Ctrl-C, or start a second one elsewhere: npm start -- --data DIR',
      );
    await rm(file, { force: true });
  }
  return {
    note: (facts) =>
      writeFile(file, `${JSON.stringify({ pid: process.pid, ...facts }, undefined, 2)}\n`, {
        mode: 0o600,
      }),
    release: () => rm(file, { force: true }),
  };
};

const read = async (file: string): Promise<Claimed | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Claimed;
  } catch {
    return undefined; // gone, or cut short by a crash
  }
};
