import { checkpointHash, type SignedCheckpoint, type SignedTombstone } from './checkpoint.ts';
import { type Entry, entryHash, GENESIS, sha256 } from './entry.ts';
import type { PublicKeys } from './keys.ts';
import { rootOf } from './tree.ts';

/** The first entry that does not fit, and why. */
export class Misfit extends Error {
  override readonly name = 'Misfit';

  constructor(
    readonly entry: number,
    readonly reason: string,
  ) {
    super(`entry ${entry} does not fit: ${reason}`);
  }
}

/** Checkpoints from one place, in the order of their numbers. */
export interface Witness {
  /** `the database`, `checkpoints.ndjson` */
  readonly name: string;
  readonly checkpoints: readonly SignedCheckpoint[];
}

export interface WalkOptions {
  readonly publicKeys: PublicKeys;
  readonly witnesses: readonly Witness[];
  readonly tombstones?: readonly SignedTombstone[];
  /** Where an export begins: what the entry before it is numbered and hashed. */
  readonly from?: { readonly entry: number; readonly hash: string };
  /** Where an export ends: later checkpoints are no fault. Without it nothing may be missing. */
  readonly to?: number;
}

export interface Walked {
  readonly entries: number;
  readonly last: number;
  readonly head: string;
  readonly checkpoints: number;
  /** Entries that came after the last checkpoint. */
  readonly uncovered: number;
}

/** Walks entry by entry over chain, checkpoints and tombstones; throws `Misfit`. */
export class LedgerWalk {
  readonly #options: WalkOptions;
  readonly #buried: ReadonlySet<number>;
  readonly #witnesses: WitnessWalk[];
  readonly #sequences = new Map<string, number>();
  readonly #first: number;
  #last: number;
  #head: string;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#last = options.from?.entry ?? 0;
    this.#first = this.#last + 1;
    this.#head = options.from?.hash ?? GENESIS;
    this.#buried = new Set(
      (options.tombstones ?? []).flatMap((stone) => {
        const fault = options.publicKeys.fault(stone);
        if (fault !== undefined)
          throw new Misfit(stone.entries[0] ?? 0, `of tombstone ${stone.number}, ${fault}`);
        return stone.entries;
      }),
    );
    this.#witnesses = options.witnesses.map((one) => new WitnessWalk(one, options, this.#first));
  }

  /** `body` is null when it has left the ledger. */
  entry(entry: Entry, hash: string, body: string | null): void {
    const expected = this.#last + 1;
    if (entry.entry !== expected) throw new Misfit(expected, 'it is missing');
    if (body === null) {
      if (!this.#buried.has(expected))
        throw new Misfit(expected, 'its body is gone, and no tombstone says why');
    } else if (sha256(body) !== entry.bodyHash)
      throw new Misfit(expected, 'its body does not match its hash');
    if (entryHash(this.#head, entry) !== hash)
      throw new Misfit(expected, 'its content does not match its hash, or that before it');
    this.#follow(entry);
    this.#last = expected;
    this.#head = hash;
    for (const witness of this.#witnesses) witness.pass(expected, hash);
  }

  end(): Walked {
    for (const witness of this.#witnesses) witness.end(this.#last);
    const reached = Math.max(this.#first - 1, ...this.#witnesses.map(({ covered }) => covered));
    return {
      entries: this.#last - this.#first + 1,
      last: this.#last,
      head: this.#head,
      checkpoints: Math.max(0, ...this.#witnesses.map(({ passed }) => passed)),
      uncovered: this.#last - reached,
    };
  }

  /** Where an export begins in the middle, the first event of each source sets the count. */
  #follow({ entry, source, sequence }: Entry): void {
    const before = this.#sequences.get(source) ?? (this.#options.from ? sequence - 1 : 0);
    if (sequence !== before + 1)
      throw new Misfit(entry, `${source}#${sequence} stands where ${source}#${before + 1} belongs`);
    this.#sequences.set(source, sequence);
  }
}

/** One place's checkpoints beside the entries that go by. */
class WitnessWalk {
  readonly #witness: Witness;
  readonly #publicKeys: PublicKeys;
  readonly #to: number;
  #index = 0;
  #hashes: string[] = [];
  #start: number;
  covered: number;
  passed = 0;

  constructor(witness: Witness, { publicKeys, to = Infinity }: WalkOptions, from: number) {
    this.#witness = witness;
    this.#publicKeys = publicKeys;
    this.#to = to;
    this.covered = from - 1;
    this.#start = from;
    // Those before the part that is walked say nothing of it.
    while ((this.#next?.last ?? Infinity) < from) this.#index += 1;
    const next = this.#next;
    if (next !== undefined) this.#check(next, from === 1 ? 1 : next.first);
  }

  get #next(): SignedCheckpoint | undefined {
    return this.#witness.checkpoints[this.#index];
  }

  pass(entry: number, hash: string): void {
    const next = this.#next;
    if (next === undefined) return;
    if (entry >= next.first) this.#hashes.push(hash);
    if (entry < next.last) return;
    const misfit = (what: string): Misfit =>
      new Misfit(Math.max(next.first, this.#start), `${this.#name(next)} ${what}`);
    if (next.head !== hash) throw misfit('has another hash for what it covers');
    // Of a part that begins in the middle of a checkpoint the head has to do.
    if (this.#hashes.length === next.last - next.first + 1 && rootOf(this.#hashes) !== next.root)
      throw misfit('has another tree over what it covers');
    this.#hashes = [];
    this.covered = next.last;
    this.passed += 1;
    this.#index += 1;
    const following = this.#next;
    if (following !== undefined) this.#check(following, next.last + 1, next);
  }

  end(last: number): void {
    const next = this.#next;
    if (next !== undefined && next.last <= this.#to)
      throw new Misfit(
        last + 1,
        `it is missing, and ${this.#name(next)} covers up to ${next.last}`,
      );
  }

  #check(next: SignedCheckpoint, first: number, before?: SignedCheckpoint): void {
    const misfit = (what: string): Misfit => new Misfit(first, `${this.#name(next)}: ${what}`);
    const fault = this.#publicKeys.fault(next);
    if (fault !== undefined) throw misfit(fault);
    if (next.first !== first || next.last < next.first)
      throw misfit(`it covers ${next.first} to ${next.last}, where ${first} comes next`);
    if (before === undefined) {
      if (next.number === 1 && (next.first !== 1 || next.previous !== GENESIS))
        throw misfit('it is numbered as the first, and is not');
      return;
    }
    if (next.number !== before.number + 1) throw misfit('the one before it is missing');
    if (next.previous !== checkpointHash(before)) throw misfit('it follows another one');
  }

  #name({ number }: SignedCheckpoint): string {
    return `checkpoint ${number} of ${this.#witness.name}`;
  }
}
