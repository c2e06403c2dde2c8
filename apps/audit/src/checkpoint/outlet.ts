import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Queryable } from '@ferrule/event-store';
import type { SignedCheckpoint } from '@ferrule/ledger-chain';

/** A place outside the database where checkpoints are kept. */
export interface Outlet {
  readonly name: string;
  /** The number of the last one that it has. */
  last(): Promise<number>;
  /** In their order; what fails is delivered again. */
  deliver(checkpoint: SignedCheckpoint): Promise<void>;
}

/** One checkpoint a line; what is in it is never touched again. */
export class CheckpointFile implements Outlet {
  readonly name: string;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.name = `the file ${path}`;
  }

  async last(): Promise<number> {
    // A line that a crash cut short is written again, whole, on a line of its own.
    for (const line of (await tailOf(this.#path)).split('\n').toReversed()) {
      const number = numberIn(line);
      if (number !== undefined) return number;
    }
    return 0;
  }

  async deliver(checkpoint: SignedCheckpoint): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const file = await open(this.#path, 'a+');
    try {
      const { size } = await file.stat();
      const end = size === 0 ? '\n' : await lastByte(file, size);
      await file.appendFile(`${end === '\n' ? '' : '\n'}${JSON.stringify(checkpoint)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** Enough for many lines. */
const TAIL = 64 * 1024;

const tailOf = async (path: string): Promise<string> => {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(TAIL, size);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString();
  } finally {
    await file.close();
  }
};

const numberIn = (line: string): number | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    const number: unknown = typeof value === 'object' && value && Reflect.get(value, 'number');
    return typeof number === 'number' ? number : undefined;
  } catch {
    return undefined;
  }
};

const lastByte = async (file: Awaited<ReturnType<typeof open>>, size: number): Promise<string> => {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString();
};

/** Posts each checkpoint to somebody who keeps it. */
export class CheckpointWebhook implements Outlet {
  readonly name: string;
  readonly #url: string;
  readonly #db: Queryable;

  constructor(url: string, db: Queryable) {
    this.#url = url;
    this.#db = db;
    this.name = `the webhook at ${new URL(url).host}`;
  }

  async last(): Promise<number> {
    const { rows } = await this.#db.query<{ number: string }>({
      text: 'select number from checkpoint_outlet where name = $1',
      values: [this.#url],
    });
    return Number(rows[0]?.number ?? 0);
  }

  async deliver(checkpoint: SignedCheckpoint): Promise<void> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(checkpoint),
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    await this.#db.query({
      text: `insert into checkpoint_outlet (name, number) values ($1, $2)
             on conflict (name) do update set number = excluded.number`,
      values: [this.#url, checkpoint.number],
    });
  }
}
