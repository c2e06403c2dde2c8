import { createHash } from 'node:crypto';
import { RouterError, RouterTrap, type Attributes } from '@ferrule/router-domain';
import { Call } from './call.ts';
import { commandWords } from './command-words.ts';
import type { Session } from './session.ts';
import type { RouterOsAddress } from './settings.ts';

/** Routers before 6.43 answer with a challenge, whatever they were sent. */
const challenge = /^[0-9a-f]{32}$/u;

export async function login(
  session: Session,
  { user, password }: Pick<RouterOsAddress, 'user' | 'password'>,
): Promise<void> {
  const { ret } = await ask(session, { name: user, password });
  if (ret === undefined) return;
  if (!challenge.test(ret))
    throw new RouterError('UNREADABLE', 'the router asks for a login that nobody knows', {
      sent: false,
    });
  const hash = createHash('md5').update('\0').update(password).update(Buffer.from(ret, 'hex'));
  await ask(session, { name: user, response: `00${hash.digest('hex')}` });
}

/** Without a tag: there is nothing beside it, and old routers do not return one here. */
function ask(session: Session, attributes: Attributes): Promise<Attributes> {
  const { promise, resolve, reject } = Promise.withResolvers<Attributes>();
  const words = commandWords({ command: '/login', attributes });
  // Whoever opens the session limits the time of all of it.
  const call = new Call(
    { words, timeoutMs: Infinity, restartedByRows: false },
    { row: () => undefined, done: resolve, fail: (error) => reject(loginError(error)) },
  );
  session.run(call, { tagged: false });
  return promise;
}

/** No command was sent yet: none of these says that one was. */
function loginError(error: RouterError): RouterError {
  if (error instanceof RouterTrap)
    return new RouterError('LOGIN_REFUSED', error.message, { sent: false, cause: error });
  return error.code === 'UNREADABLE'
    ? new RouterError('UNREADABLE', error.message, { sent: false, cause: error.cause })
    : new RouterError('UNREACHABLE', error.message, { sent: false, cause: error.cause ?? error });
}
