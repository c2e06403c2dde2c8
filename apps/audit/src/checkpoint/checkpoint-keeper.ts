import type { Queryable } from '@ferrule/event-store';
import {
  type Checkpoint,
  checkpointHash,
  GENESIS,
  readCheckpoints,
  rootOf,
  type SignedCheckpoint,
  type SigningKeys,
} from '@ferrule/ledger-chain';
import type { IncomingEntry } from '../ledger/incoming.ts';

export interface CheckpointRules {
  /** After how many entries a checkpoint comes at the latest … */
  readonly every: number;
  /** … and after how long, in milliseconds. */
  readonly interval: number;
}

export interface KeeperOptions extends CheckpointRules {
  readonly keys: SigningKeys;
  /** Writes it and what is said of it, all or nothing. */
  readonly write: (db: Queryable, checkpoint: SignedCheckpoint) => Promise<void>;
  readonly signed: (checkpoint: SignedCheckpoint) => void;
}

/** A checkpoint is an event as well; alone it is no reason for another one. */
const isWorth = (type: string): boolean => type !== 'CheckpointSigned';

/** Signs what was written, every so many entries or every so often. */
export class CheckpointKeeper {
  readonly #options: KeeperOptions;
  #latest: SignedCheckpoint | undefined;
  #pending: string[];
  #since: number | undefined;

  private constructor(
    options: KeeperOptions,
    latest: SignedCheckpoint | undefined,
    pending: string[],
    waits: boolean,
  ) {
    this.#options = options;
    this.#latest = latest;
    this.#pending = pending;
    this.#since = waits ? -Infinity : undefined;
  }

  /** Goes on where the last writer stopped, and signs nothing that continues another ledger. */
  static async resume(db: Queryable, options: KeeperOptions): Promise<CheckpointKeeper> {
    await registerKeys(db, options.keys);
    const latest = await latestCheckpoint(db);
    const { rows } = await db.query<{ entry: string; hash: string; type: string }>({
      text: `select entry, encode(hash, 'hex') as hash, type from entry where entry >= $1 order by entry`,
      values: [latest?.last ?? 0],
    });
    const [covered, pending] = latest ? [rows[0], rows.slice(1)] : [undefined, rows];
    if (latest !== undefined) {
      const fault =
        options.keys.publicKeys.fault(latest) ??
        (covered?.hash === latest.head ? undefined : 'the ledger is another one by now');
      if (fault !== undefined)
        throw new Error(`nothing is written after checkpoint ${latest.number}: ${fault}`);
    }
    return new CheckpointKeeper(
      options,
      latest,
      pending.map(({ hash }) => hash),
      pending.some(({ type }) => isWorth(type)),
    );
  }

  wrote(entries: readonly IncomingEntry[]): void {
    for (const { hash } of entries) this.#pending.push(hash);
    if (entries.some(({ type }) => isWorth(type))) this.#since ??= performance.now();
  }

  async turn(db: Queryable): Promise<void> {
    const { every, interval } = this.#options;
    while (this.#pending.length >= every) await this.#sign(db, every);
    const isDue = this.#since !== undefined && performance.now() - this.#since >= interval;
    if (isDue && this.#pending.length > 0) await this.#sign(db, this.#pending.length);
  }

  async #sign(db: Queryable, count: number): Promise<void> {
    const hashes = this.#pending.slice(0, count);
    const before = this.#latest;
    const first = (before?.last ?? 0) + 1;
    const checkpoint: Checkpoint = {
      number: (before?.number ?? 0) + 1,
      first,
      last: first + count - 1,
      head: hashes.at(-1) ?? '',
      root: rootOf(hashes),
      previous: before === undefined ? GENESIS : checkpointHash(before),
      at: new Date().toISOString(),
    };
    const signed = this.#options.keys.sign(checkpoint);
    await this.#options.write(db, signed);
    this.#latest = signed;
    this.#pending = this.#pending.slice(count);
    this.#since = this.#pending.length > 0 ? performance.now() : undefined;
    this.#options.signed(signed);
  }
}

const latestCheckpoint = async (db: Queryable): Promise<SignedCheckpoint | undefined> => {
  const { rows } = await db.query<{ last: string | null }>({
    text: 'select max(number) as last from checkpoint',
  });
  const last = Number(rows[0]?.last ?? 0);
  return last === 0 ? undefined : (await readCheckpoints(db, last - 1, 1))[0];
};

/** A key keeps its id for ever: what it signed is checked with it when it signs no longer. */
const registerKeys = async (db: Queryable, keys: SigningKeys): Promise<void> => {
  const { list } = keys.publicKeys;
  await db.query({
    text: `insert into signing_key (id, public) select * from unnest($1::text[], $2::text[])
           on conflict do nothing`,
    values: [list.map(({ id }) => id), list.map((key) => key.public)],
  });
  const { rows } = await db.query<{ id: string; public: string }>({
    text: 'select id, public from signing_key where id = any($1)',
    values: [list.map(({ id }) => id)],
  });
  for (const { id, public: mine } of list)
    if (!rows.some((row) => row.id === id && row.public === mine))
      throw new Error(`the signing key "${id}" is another one than the ledger knows by that id`);
};
