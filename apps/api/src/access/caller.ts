import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '@ferrule/api-contracts';
import type { Scope } from '@ferrule/kernel';

/** Who somebody is, as their credential says. */
export interface Identity {
  /** Written down for everything that it does: `key:…`, `oidc:…`. */
  readonly actor: string;
  readonly role: Role;
  readonly scope: Scope;
  /** Null for a token of an identity provider. */
  readonly keyId: string | null;
  readonly expiresAt: string | null;
}

/** Who asks. */
export interface Caller extends Identity {
  /** For whom it acts: what it makes is theirs. */
  readonly tenant: string;
}

const callers = new AsyncLocalStorage<Caller>();

/** Everything that happens in `work`, and because of it, happens for this caller. */
export const asCaller = <Result>(caller: Caller, work: () => Result): Result =>
  callers.run(caller, work);

/** For what goes on once the request is answered, such as a stream: it still happens for this caller. */
export const forThisCaller = <Work extends (...args: never[]) => unknown>(work: Work): Work =>
  AsyncLocalStorage.bind(work);

/** Nothing where nobody had to be let in. */
export const callerIfAny = (): Caller | undefined => callers.getStore();

/** Whom the current code works for; nothing works for nobody. */
export const callerNow = (): Caller => {
  const caller = callerIfAny();
  if (caller === undefined) throw new TypeError('nobody has been let in');
  return caller;
};
