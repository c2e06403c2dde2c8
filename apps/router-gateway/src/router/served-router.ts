import { setTimeout as pause } from 'node:timers/promises';
import type { Lease } from '@ferrule/lease';
import type { ConsumerDeclaration, JetStreamServer } from '@ferrule/messaging';
import { allCommandsOf, routerCommandStream } from '@ferrule/router-contracts';
import { Interrupted } from './interrupted.ts';
import { JobTurns } from './job-turns.ts';
import type { RouterLink } from './router-link.ts';

/** The handlers of all routers' consumers are bound to this one name. */
export const ROUTER_COMMANDS = 'router-commands';

export interface ServedRouterOptions {
  readonly datacenter: string;
  readonly router: string;
  readonly server: JetStreamServer;
  readonly lease: (events: { held: () => void; lost: () => void }) => Lease;
  /** Undefined for a router that nobody knows: its commands are answered all the same. */
  readonly link: ((breakerChanged: () => void) => RouterLink) | undefined;
  readonly parallel: number;
  readonly ackWaitMs: number;
  readonly warn: (sentence: string) => void;
  /** The lease or the breaker changed. */
  readonly changed: () => void;
}

/** A router whose commands this process takes while it holds the lease, unless it is unreachable. */
export class ServedRouter {
  readonly link: RouterLink | undefined;
  readonly turns: JobTurns;
  readonly #options: ServedRouterOptions;
  readonly #lease: Lease;
  readonly #consumer: ConsumerDeclaration;
  readonly #stopping = new AbortController();
  /** Aborted when the lease that it belongs to is lost. */
  #term = new AbortController();
  #binding: Promise<void> = Promise.resolve();
  #isHeldBack = false;

  constructor(options: ServedRouterOptions) {
    const { datacenter, router, parallel, ackWaitMs } = options;
    this.#options = options;
    this.turns = new JobTurns(parallel);
    this.#consumer = {
      stream: routerCommandStream(datacenter).stream,
      durable: `router-${router}`,
      filter: allCommandsOf(datacenter, router),
      group: ROUTER_COMMANDS,
      ackWaitMs,
      // Some room for what need not wait for its turn, such as a cancellation.
      maxInFlight: 2 * parallel,
      // A delivery is used up whenever a gateway ends; every command has its own deadline.
      maxDeliveries: 100,
    };
    this.link = options.link?.(() => this.#pauseOrResume());
    this.#lease = options.lease({
      held: () => this.#bind(),
      lost: () => this.#unbind(),
    });
  }

  get router(): string {
    return this.#options.router;
  }

  get isHeld(): boolean {
    return this.#lease.token !== undefined;
  }

  get isHeldBack(): boolean {
    return this.#isHeldBack;
  }

  /** Aborted when waiting makes no sense any more. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  start(): void {
    this.#lease.start();
  }

  /** Whether its commands wait on the bus. What is in hand already goes on. */
  holdBack(isHeldBack: boolean): void {
    if (isHeldBack === this.#isHeldBack) return;
    this.#isHeldBack = isHeldBack;
    if (!this.isHeld) return;
    const { signal } = this.#term;
    // A paused consumer would still be sent what it has asked for.
    if (isHeldBack) this.#enqueue(() => this.#options.server.remove(this.#consumer.durable));
    else this.#enqueue(() => this.#add(signal));
  }

  /** A stretch of work under the lease; throws where there is none. */
  underLease(): { readonly lost: AbortSignal; readonly check: () => void } {
    const { router } = this.#options;
    const { token } = this.#lease;
    const check = (): void => {
      if (token === undefined || this.#lease.token !== token)
        throw new Interrupted(`the lease of ${router} is not held`);
    };
    check();
    return { lost: this.#term.signal, check };
  }

  /** Whoever waits gives up; what runs may end. */
  stop(): void {
    this.#stopping.abort();
  }

  /** To be called when no handler runs any more. */
  async release(): Promise<void> {
    await this.#lease.release();
    await this.#binding;
  }

  async close(): Promise<void> {
    this.stop();
    this.#unbind();
    await this.#binding;
    await this.release();
    await this.link?.close();
  }

  #bind(): void {
    this.#term = new AbortController();
    const { signal } = this.#term;
    this.#enqueue(() => this.#add(signal));
    this.#options.changed();
  }

  #unbind(): void {
    this.#term.abort();
    this.#enqueue(() => this.#options.server.remove(this.#consumer.durable));
    this.#options.changed();
  }

  /** The broker may be away: tried until it is there, or the lease is not. */
  async #add(lost: AbortSignal): Promise<void> {
    const { server, router, warn } = this.#options;
    const signal = AbortSignal.any([lost, this.#stopping.signal]);
    while (!signal.aborted && !this.#isHeldBack) {
      try {
        await server.add(this.#consumer);
        this.#pauseOrResume();
        return;
      } catch (error) {
        warn(`the commands of ${router} cannot be taken: ${String(error)}`);
        await pause(1_000, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #pauseOrResume(): void {
    const runner = this.#options.server.runner(this.#consumer.durable);
    if (this.link?.breaker.isOpen === true) runner?.pause();
    else runner?.resume();
    this.#options.changed();
  }

  /** One after the other: a consumer is not bound anew while its last handlers still end. */
  #enqueue(work: () => Promise<void>): void {
    this.#binding = this.#binding.then(work).catch((error: unknown) => {
      this.#options.warn(`the consumer of ${this.#options.router}: ${String(error)}`);
    });
  }
}
