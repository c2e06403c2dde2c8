import { hostname } from 'node:os';
import { Bucket, Lease } from '@ferrule/lease';
import { BusConnection, type JetStreamServer } from '@ferrule/messaging';
import { LONGEST_WRITE_MS, routerCommandStream, routerOf } from '@ferrule/router-contracts';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { RouterGatewayConfig } from '../config.ts';
import {
  type KnownRouter,
  ROUTER_DIRECTORY,
  type RouterDirectory,
} from '../directory/router-directory.ts';
import { observeFleet } from './fleet-metrics.ts';
import { ProbeRounds } from './probe-rounds.ts';
import { CONNECT_ROUTER, type ConnectRouter, RouterLink } from './router-link.ts';
import { ServedRouter } from './served-router.ts';

const LOOK_FOR_STRANGERS_MS = 2_500;

interface Member {
  readonly entry: KnownRouter | undefined;
  readonly served: ServedRouter;
}

/** Every router of the datacenter that this gateway knows, kept as the directory says. */
@Injectable()
export class Fleet implements OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #log = new Logger('Fleet');
  readonly #members = new Map<string, Member>();
  readonly #closing = new Map<string, Promise<void>>();
  readonly #leases: Bucket;
  readonly #forgetMetrics: () => void;
  #server: JetStreamServer | undefined;
  #forget: (() => void) | undefined;
  #strangers: NodeJS.Timeout | undefined;
  #suspects: ReadonlySet<string> = new Set();
  #stopping = false;

  constructor(
    private readonly config: RouterGatewayConfig,
    private readonly bus: BusConnection,
    private readonly probes: ProbeRounds,
    @Inject(ROUTER_DIRECTORY) private readonly directory: RouterDirectory,
    @Inject(CONNECT_ROUTER) private readonly connect: ConnectRouter,
  ) {
    this.#leases = new Bucket(bus, {
      name: 'ROUTER_LEASES',
      replicas: config.bus.replicas,
      timeoutMs: Math.min(5_000, config.leaseTtl / 4),
    });
    this.#forgetMetrics = observeFleet(() => this.#members.values());
  }

  start(server: JetStreamServer): void {
    this.#server = server;
    this.#forget = this.directory.watch(() => this.#follow());
    this.#follow();
    this.#strangers = setInterval(() => void this.#lookForStrangers(), LOOK_FOR_STRANGERS_MS);
  }

  find(router: string): ServedRouter | undefined {
    return this.#members.get(router)?.served;
  }

  onModuleDestroy(): void {
    this.#stopping = true;
    this.#forget?.();
    clearInterval(this.#strangers);
    for (const { served } of this.#members.values()) served.stop();
  }

  /** Leases are given back when nothing runs under them any more, and while there is a bus. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#server?.drain();
    await Promise.all(Array.from(this.#members.values(), ({ served }) => served.release()));
    await Promise.all(this.#closing.values());
  }

  /** Questions are answered to the last. */
  async onApplicationShutdown(): Promise<void> {
    this.#forgetMetrics();
    await Promise.all(
      Array.from(this.#members.values(), async ({ served }) => served.link?.close()),
    );
  }

  #follow(): void {
    const wanted = new Map(
      this.directory.routers
        .filter(({ status }) => status !== 'retired')
        .map((entry) => [entry.id, entry]),
    );
    for (const [router, { entry, served }] of this.#members) {
      const now = wanted.get(router);
      if (reachOf(now) !== reachOf(entry)) this.#leave(router);
      else served.holdBack(isInMaintenance(now));
    }
    for (const [router, entry] of wanted) this.#join(router, entry);
  }

  /** Commands for routers that nobody knows wait in the same stream, and are to be answered too. */
  async #lookForStrangers(): Promise<void> {
    const { stream, subjects } = routerCommandStream(this.config.datacenter);
    try {
      const manager = await this.bus.manager();
      const { state } = await manager.streams.info(stream, { subjects_filter: subjects });
      const strangers = Object.keys(state.subjects ?? {})
        .map((subject) => routerOf(subject).router)
        .filter((router) => this.directory.isStranger(router));
      // Seen twice: a router that was registered just now may be on its way here.
      for (const router of strangers) if (this.#suspects.has(router)) this.#join(router, undefined);
      this.#suspects = new Set(strangers);
    } catch (error) {
      this.#log.warn(`nobody knows what waits in ${stream}: ${String(error)}`);
    }
  }

  #leave(router: string): void {
    const member = this.#members.get(router);
    if (member === undefined) return;
    this.#members.delete(router);
    this.#closing.set(
      router,
      member.served
        .close()
        .catch((error: unknown) => this.#log.warn(`${router} was not left: ${String(error)}`))
        .finally(() => {
          this.#closing.delete(router);
          // Under another address, perhaps.
          if (!this.#stopping) this.#follow();
        }),
    );
  }

  #join(router: string, entry: KnownRouter | undefined): void {
    if (this.#stopping || this.#members.has(router) || this.#closing.has(router)) return;
    const served = this.#serve(router, entry);
    if (served === undefined) return;
    this.#members.set(router, { entry, served });
    // In maintenance it is asked and not changed: what is to be done waits.
    served.holdBack(isInMaintenance(entry));
    served.start();
  }

  #serve(router: string, entry: KnownRouter | undefined): ServedRouter | undefined {
    const server = this.#server;
    if (server === undefined) return undefined;
    const { datacenter, parallel, leaseTtl } = this.config;
    const warn = (sentence: string): void => this.#log.warn(sentence);
    const commandTimeoutMs = commandTimeoutFor(leaseTtl);
    const served: ServedRouter = new ServedRouter({
      datacenter,
      router,
      server,
      parallel,
      ackWaitMs: Math.max(1_000, leaseTtl),
      warn,
      lease: (events) =>
        new Lease({
          bucket: this.#leases,
          key: `${datacenter}.${router}`,
          holder: `${hostname()}/${process.pid}`,
          ttlMs: leaseTtl,
          // A command may wait for a connection, and then for its answer.
          longestMs: commandTimeoutMs + connectTimeoutMs(leaseTtl),
          warn,
          ...events,
        }),
      link:
        entry &&
        ((breakerChanged) =>
          new RouterLink(entry, this.connect, { commandTimeoutMs, breakerChanged })),
      changed: () => this.probes.changed(served),
    });
    return served;
  }
}

/** What a connection to it depends on. */
const reachOf = (entry: KnownRouter | undefined): string =>
  JSON.stringify({ ...entry, status: undefined });

const isInMaintenance = (entry: KnownRouter | undefined): boolean =>
  entry?.status === 'maintenance';

/** Both together are never more than whoever undoes waits for. */
const CONNECTING_MS = LONGEST_WRITE_MS / 3;
const COMMAND_MS = LONGEST_WRITE_MS - CONNECTING_MS;

/** What of a lease may be spent on connecting. */
export const connectTimeoutMs = (leaseTtl: number): number => Math.min(CONNECTING_MS, leaseTtl / 6);
/** And on one command. */
export const commandTimeoutFor = (leaseTtl: number): number => Math.min(COMMAND_MS, leaseTtl / 3);
