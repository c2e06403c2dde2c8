import type { Probe } from '@ferrule/router-contracts';
import {
  type RouterCommand,
  type RouterDriver,
  RouterError,
  type RouterReply,
  RouterTrap,
} from '@ferrule/router-domain';
import type { KnownRouter } from '../directory/router-directory.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

/** Makes the connection to a router; the module says with which driver. */
export type ConnectRouter = (router: KnownRouter) => RouterDriver;
export const CONNECT_ROUTER = Symbol('CONNECT_ROUTER');

export interface RouterLinkOptions {
  readonly commandTimeoutMs: number;
  readonly breakerChanged: (open: boolean) => void;
}

/** So many time-outs in a row are no longer single commands that take too long. */
const SILENT_AFTER = 3;

/** The one connection to a router, and what is known of whether it can be reached. */
export class RouterLink {
  readonly router: KnownRouter;
  readonly breaker: CircuitBreaker;
  readonly #driver: RouterDriver;
  readonly #timeoutMs: number;
  #timeouts = 0;
  #trouble: string | undefined;

  constructor(router: KnownRouter, connect: ConnectRouter, options: RouterLinkOptions) {
    this.router = router;
    this.#driver = connect(router);
    this.#timeoutMs = options.commandTimeoutMs;
    this.breaker = new CircuitBreaker({
      look: () => this.#send(LOOK),
      changed: (open) => {
        this.#timeouts = 0;
        options.breakerChanged(open);
      },
      firstPauseMs: 100,
      longestPauseMs: 15_000,
    });
  }

  /** Why it could not be reached when somebody tried last; undefined: it could. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  async send(command: RouterCommand, signal?: AbortSignal): Promise<RouterReply> {
    try {
      const reply = await this.#send(command, signal);
      this.#timeouts = 0;
      return reply;
    } catch (error) {
      this.#judge(error);
      throw error;
    }
  }

  /** Never fails: that it cannot be reached is an answer too. */
  async probe(): Promise<Probe> {
    const started = performance.now();
    const at = new Date().toISOString();
    const milliseconds = () => Math.round(performance.now() - started);
    try {
      const [resource, identity] = await Promise.all([this.send(RESOURCE), this.send(LOOK)]);
      const [row = {}] = resource.rows;
      return {
        status: 'reachable',
        version: row['version'] ?? null,
        board: row['board-name'] ?? null,
        identity: identity.rows[0]?.['name'] ?? null,
        uptime: row['uptime'] ?? null,
        failure: null,
        milliseconds: milliseconds(),
        at,
      };
    } catch (error) {
      const failure =
        error instanceof RouterError ? `${error.code}: ${error.message}` : String(error);
      const nothing = { version: null, board: null, identity: null, uptime: null };
      return { status: 'unreachable', ...nothing, failure, milliseconds: milliseconds(), at };
    }
  }

  async close(): Promise<void> {
    this.breaker.stop();
    await this.#driver.close();
  }

  async #send(command: RouterCommand, signal?: AbortSignal): Promise<RouterReply> {
    try {
      const options = { timeoutMs: this.#timeoutMs, ...(signal && { signal }) };
      const reply = await this.#driver.send(command, options);
      this.#trouble = undefined;
      return reply;
    } catch (error) {
      if (isOutOfReach(error)) this.#trouble = `${error.code}: ${error.message}`;
      throw error;
    }
  }

  #judge(error: unknown): void {
    if (error instanceof RouterTrap) this.#timeouts = 0;
    if (!(error instanceof RouterError)) return;
    if (error.code === 'TIMED_OUT') this.#timeouts += 1;
    if (UNREACHED.has(error.code) || this.#timeouts >= SILENT_AFTER) this.breaker.trip();
  }
}

const RESOURCE: RouterCommand = { command: '/system/resource/print' };
const LOOK: RouterCommand = { command: '/system/identity/print' };

const isOutOfReach = (error: unknown): error is RouterError =>
  error instanceof RouterError && (error.code === 'TIMED_OUT' || UNREACHED.has(error.code));

const UNREACHED = new Set<RouterError['code']>([
  'LOST',
  'UNREACHABLE',
  'LOGIN_REFUSED',
  'UNTRUSTED',
  'UNREADABLE',
]);
