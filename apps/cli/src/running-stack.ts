import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCode } from './error-code.ts';

const DEFAULT_DATA = fileURLToPath(new URL('../../../.ferrule/dev', import.meta.url));

/** What a running development stack tells of itself. */
export interface StackFacts {
  readonly pid: number;
  /** Absent while it is still starting. */
  readonly api?: string;
  readonly nats?: string;
  /** `127.0.0.1:5432, database ferrule` */
  readonly postgres?: string;
  readonly services?: Readonly<Record<string, string>>;
  readonly passwords?: string;
}

/** The development stack on this machine, running or not. */
export interface DevStack {
  readonly data: string;
  readonly spans: string;
  /** Undefined when none runs here. */
  readonly facts: StackFacts | undefined;
  password(name: string): Promise<string | undefined>;
  databaseUrl(role: string): Promise<string | undefined>;
}

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined; // not there, or cut short by a crash
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs as somebody else.
    return errorCode(error) === 'EPERM';
  }
};

const isFacts = (value: unknown): value is StackFacts =>
  typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number';

const isPasswords = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null;

export const findDevStack = async (directory: string | undefined): Promise<DevStack> => {
  const data = resolve(directory ?? DEFAULT_DATA);
  const claim = await readJson(`${data}.claim.json`);
  const facts = isFacts(claim) && isAlive(claim.pid) ? claim : undefined;
  const password = async (name: string): Promise<string | undefined> => {
    const known = await readJson(facts?.passwords ?? join(data, 'passwords.json'));
    return isPasswords(known) ? known[name] : undefined;
  };
  return {
    data,
    spans: join(data, 'logs', 'spans.ndjson'),
    facts,
    password,
    databaseUrl: async (role) => {
      const [, address, database] = /^(\S+), database (\S+)$/u.exec(facts?.postgres ?? '') ?? [];
      const secret = await password(role);
      if (address === undefined || database === undefined || secret === undefined) return undefined;
      const url = new URL(`postgres://${address}/${database}`);
      url.username = role;
      url.password = secret;
      return url.toString();
    },
  };
};
