import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scope } from '@ferrule/kernel';

/** Who asks, as its credential says. */
export interface Caller {
  /** Written down for everything that it does: `anonymous`, `key:…`, `oidc:…`. */
  readonly actor: string;
  /** For whom it acts: what it makes is theirs. */
  readonly tenant: string;
  readonly scope: Scope;
}

const callers = new AsyncLocalStorage<Caller>();

/** Everything that happens in `work`, and because of it, happens for this caller. */
export const asCaller = <Result>(caller: Caller, work: () => Result): Result =>
  callers.run(caller, work);

/** For what goes on once the request is answered, such as a stream: it still happens for this caller. */
export const forThisCaller = <Work extends (...args: never[]) => unknown>(work: Work): Work =>
  AsyncLocalStorage.bind(work);

/** Whom the current code works for; nothing works for nobody. */
export const callerNow = (): Caller => {
  const caller = callers.getStore();
  if (caller === undefined) throw new TypeError('nobody has been let in');
  return caller;
};
