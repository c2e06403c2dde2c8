import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Bus } from './bus.ts';
import { Leader } from './leader.ts';
import { eventsSealed, observeSealer } from './metrics.ts';
import type { PgEventStore } from './pg-event-store.ts';
import { BusAhead, Relay, type RelayOptions } from './relay.ts';
import { Seal, type Watermark } from './seal.ts';
import type { StoredEntry } from './sealed-page.ts';
import { Wake } from './wake.ts';

export interface SealerOptions extends Omit<RelayOptions, 'noticed'> {
  /** How often to look without being woken. */
  readonly pollMs?: number;
  /** How often the bus is compared with the cursor, though nothing failed. */
  readonly compareMs?: number;
  /** How often another instance tries to take over. */
  readonly electionMs?: number;
  readonly batch?: number;
  readonly log?: Record<'info' | 'warn' | 'error', (this: void, sentence: string) => void>;
}

/** Notices of several commits are one: a NOTIFY for each would cost three quarters of the rate. */
const NOTIFY_EVERY_MS = 5;

/** How long a new leader waits for a bus that does not answer before it seals without having seen it. */
const FIRST_COMPARISON_MS = 2_000;

/**
 * Seals and publishes a service's events, in one instance at a time. Sealing goes on while the bus
 * is away; both stop while the bus is ahead of the database.
 */
export class Sealer {
  readonly #pool: Pool;
  readonly #options: SealerOptions;
  readonly #relay: Relay;
  readonly #leader: Leader;
  readonly #wakeSeal = new Wake();
  readonly #wakeRelay = new Wake();
  readonly #endings: (() => void)[] = [];
  readonly #channel: string;
  #seal: Seal | undefined;
  #ahead: BusAhead | undefined;
  #commandsDue = true;
  #notifying = false;
  #lag = { events: 0, seconds: 0 };
  #watermark: (Watermark & { since: number }) | undefined;

  constructor(pool: Pool, store: PgEventStore, bus: Bus, options: SealerOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#channel = `${options.source}-appended`;
    this.#relay = new Relay(pool, bus, {
      source: options.source,
      subjects: options.subjects,
      subjectOf: options.subjectOf,
      noticed: (sentence) => options.log?.warn(sentence),
    });
    this.#leader = new Leader(pool, {
      name: `${options.source}-sealer`,
      retryMs: options.electionMs ?? 1_000,
      lead: (client, signal) => this.#lead(client, signal),
      failed: (error) => this.#failed('the sealer stopped and starts again', error),
    });
    this.#endings.push(store.onCommit((withCommands) => this.#committed(withCommands)));
  }

  start(): void {
    this.#endings.push(observeSealer(this.#options.source, () => this.gauges()));
    this.#leader.start();
  }

  /** Hands the work to another instance; what is under way is finished first. */
  async stop(): Promise<void> {
    for (const end of this.#endings.splice(0)) end();
    await this.#leader.stop();
  }

  get leading(): boolean {
    return this.#seal !== undefined;
  }

  /** Why nothing is sealed or published, while only a person can help. */
  get stuck(): string | undefined {
    return this.#ahead?.message;
  }

  gauges() {
    const held = this.#watermark;
    return {
      relayLagEvents: this.#seal ? Math.max(0, this.#seal.seq - this.#relay.published) : 0,
      sealLagEvents: this.#lag.events,
      sealLagSeconds: this.#lag.seconds,
      watermarkLagSeconds:
        held !== undefined && held.oldest < held.next ? (performance.now() - held.since) / 1000 : 0,
      positionsMissing: this.#seal?.missing ?? 0,
      leader: this.leading,
      busAhead: this.#ahead !== undefined,
    };
  }

  async #lead(client: PoolClient, stopping: AbortSignal): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([stopping, failing.signal]);
    client.on('notification', this.#heard);
    try {
      await client.query(`listen "${this.#channel}"`);
      this.#seal = await Seal.resume(client);
      this.#options.log?.info(`sealing from event ${this.#seal.seq + 1}`);
      const seal = this.#seal;
      const compared = new AbortController();
      const work = [
        this.#sealing(seal, signal, compared.signal),
        this.#relaying(signal, () => compared.abort()),
      ];
      // Whichever fails ends the other: half a sealer must not look like a whole one.
      for (const job of work) job.catch((error: unknown) => failing.abort(error));
      const outcomes = await Promise.allSettled(work);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    } finally {
      this.#seal = undefined;
      this.#ahead = undefined;
      client.off('notification', this.#heard);
    }
  }

  async #sealing(seal: Seal, signal: AbortSignal, compared: AbortSignal): Promise<void> {
    const { pollMs = 250 } = this.#options;
    let batch = this.#options.batch ?? 500;
    let looked = -Infinity;
    // After a restore the first round already would give numbers away that the bus knows otherwise.
    await pause(FIRST_COMPARISON_MS, AbortSignal.any([signal, compared]));
    while (!signal.aborted) {
      if (performance.now() - looked > 1_000) {
        looked = performance.now();
        await this.#look(seal);
      }
      const sealed = this.#ahead ? [] : await seal.round(batch);
      if (sealed.length > 0) {
        eventsSealed.add(sealed.length);
        this.#relay.offer(sealed);
        this.#wakeRelay.now();
      }
      if (sealed.length < batch) await this.#wakeSeal.wait(seal.missing > 0 ? 10 : pollMs, signal);
      else batch = this.#options.batch ?? batchFor(sealed);
    }
  }

  async #look(seal: Seal): Promise<void> {
    const now = await seal.watermark();
    const before = this.#watermark;
    this.#watermark =
      before?.oldest === now.oldest && before.oldest < before.next
        ? { ...now, since: before.since }
        : { ...now, since: performance.now() };
    this.#lag = await seal.lag();
  }

  async #relaying(signal: AbortSignal, compared: () => void): Promise<void> {
    const { pollMs = 250, compareMs = 5_000 } = this.#options;
    let comparedAt = -Infinity;
    let failures = 0;
    let isBusy = false;
    while (!signal.aborted) {
      try {
        const sinceCompared = performance.now() - comparedAt;
        // It takes some round trips, so a busy relay does it seldom: acknowledgements tell it as much.
        if (sinceCompared > (isBusy ? 6 * compareMs : compareMs) || failures > 0) {
          await this.#relay.compare();
          this.#recovered();
          comparedAt = performance.now();
          compared();
          this.#commandsDue = true;
        }
        isBusy = (await this.#publish()) > 0;
        failures = 0;
        if (!isBusy) isBusy = await this.#wakeRelay.wait(pollMs, signal);
        if (!isBusy) this.#commandsDue = true;
      } catch (error) {
        failures += 1;
        this.#failedToRelay(error);
        compared();
        await pause(Math.min(5_000, 50 * 2 ** failures), signal);
      }
    }
    await this.#relay.settled().catch(() => undefined);
  }

  async #publish(): Promise<number> {
    const events = await this.#relay.publishEvents();
    if (!this.#commandsDue) return events;
    this.#commandsDue = false;
    const commands = await this.#relay.publishCommands();
    // There may be more than one page of them.
    if (commands > 0) this.#commandsDue = true;
    return events + commands;
  }

  /** Another instance has committed; it does not say what. */
  readonly #heard = (): void => {
    this.#wakeSeal.now();
    this.#orderRelay();
  };

  #orderRelay(): void {
    this.#commandsDue = true;
    this.#wakeRelay.now();
  }

  #failedToRelay(error: unknown): void {
    if (!(error instanceof BusAhead)) {
      this.#failed('the bus did not take what it was given; it goes again', error);
      return;
    }
    if (this.#ahead === undefined) this.#options.log?.error(error.message);
    this.#ahead = error;
  }

  #recovered(): void {
    if (this.#ahead !== undefined) this.#options.log?.info('the bus is no longer ahead: going on');
    this.#ahead = undefined;
    this.#wakeSeal.now();
  }

  #failed(what: string, error: unknown): void {
    this.#options.log?.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }

  #committed(withCommands: boolean): void {
    if (this.leading) {
      this.#wakeSeal.now();
      // Commands need no seal.
      if (withCommands) this.#orderRelay();
      return;
    }
    if (this.#notifying) return;
    this.#notifying = true;
    setTimeout(() => {
      this.#notifying = false;
      this.#pool
        .query('select pg_notify($1, $2)', [this.#channel, ''])
        .catch((error: unknown) => this.#failed('the sealer was not told of a commit', error));
    }, NOTIFY_EVERY_MS).unref();
  }
}

/** Small events go in large batches; what a batch weighs has to fit into memory, whatever it holds. */
const batchFor = (last: readonly StoredEntry[]): number => {
  const bytes = last.reduce((sum, { body }) => sum + body.length, 0);
  return Math.max(50, Math.min(2_000, Math.floor((4 * 1024 * 1024 * last.length) / bytes)));
};

/** A pause that only the end cuts short. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => 'stopped');
};
