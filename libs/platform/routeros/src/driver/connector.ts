import { RouterError } from '@ferrule/router-domain';
import { login } from '../session/login.ts';
import { openSocket } from '../session/open-socket.ts';
import { Session, type SessionEvents } from '../session/session.ts';
import type { RouterOsAddress, RouterOsTuning } from '../session/settings.ts';

/** A session that is logged in, or a `RouterError` in time. */
export async function openSession(
  address: RouterOsAddress,
  tuning: RouterOsTuning,
  events: SessionEvents,
  closed: AbortSignal,
): Promise<Session> {
  const attempt = new AbortController();
  const giveUp = () => attempt.abort();
  // Not AbortSignal.timeout, which lives on until its time has come.
  const timer = setTimeout(giveUp, tuning.connectTimeoutMs);
  closed.addEventListener('abort', giveUp, { once: true });
  if (closed.aborted) giveUp();
  try {
    return await logIn(address, tuning, events, attempt.signal);
  } finally {
    clearTimeout(timer);
    closed.removeEventListener('abort', giveUp);
  }
}

async function logIn(
  address: RouterOsAddress,
  tuning: RouterOsTuning,
  events: SessionEvents,
  signal: AbortSignal,
): Promise<Session> {
  const socket = await (address.dial ?? ((within) => openSocket(address, within)))(signal);
  const session = new Session(socket, tuning, events);
  const giveUp = () =>
    session.end(
      new RouterError('UNREACHABLE', 'the router did not log in in time', { sent: false }),
    );
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    await login(session, address);
    return session;
  } catch (error) {
    session.end(asRouterError(error));
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

export function asRouterError(error: unknown): RouterError {
  return error instanceof RouterError
    ? error
    : new RouterError('UNREACHABLE', error instanceof Error ? error.message : String(error), {
        sent: false,
        cause: error,
      });
}

/** Pauses between attempts: half of each is left to chance, so that a fleet does not come back at once. */
export class Backoff {
  readonly #settings: RouterOsTuning['backoffMs'];
  #failures = 0;
  #until = 0;
  #failure: RouterError | undefined;

  constructor(settings: RouterOsTuning['backoffMs']) {
    this.#settings = settings;
  }

  /** Milliseconds until the next attempt may be made. */
  get remaining(): number {
    return Math.max(0, this.#until - performance.now());
  }

  /** Why there is a pause. */
  get failure(): RouterError | undefined {
    return this.#failure;
  }

  failed(failure: RouterError): void {
    this.#failure = failure;
    const { first, longest } = this.#settings;
    const pause = Math.min(longest, first * 2 ** Math.min(this.#failures++, 30));
    this.#until = performance.now() + pause * (0.5 + Math.random() / 2);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#until = 0;
    this.#failure = undefined;
  }
}
