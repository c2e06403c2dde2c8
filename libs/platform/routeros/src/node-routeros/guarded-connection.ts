import { EventEmitter } from 'node:events';
import { isIP } from 'node:net';
import type { ConnectionOptions, TlsOptions } from 'node:tls';
import { RouterError } from '@ferrule/router-domain';
import { RouterOSAPI, type RStream } from 'node-routeros';
import { connectionError } from '../session/open-socket.ts';
import type { RouterOsAddress } from '../session/settings.ts';

const property = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;

/**
 * A connection of node-routeros that can neither end the process nor outlive its end unnoticed: what
 * the package throws within its socket's handlers, or emits for nobody to hear, ends the connection.
 */
export class GuardedConnection {
  readonly #api: RouterOSAPI;
  readonly #ended: (error: RouterError) => void;
  #end: RouterError | undefined;
  /** Its own promise is never settled when its socket goes away while it logs in. */
  readonly #ending = Promise.withResolvers<never>();
  /** What the package makes of it has often lost its message. */
  #socketError: Error | undefined;

  constructor(address: RouterOsAddress, ended: (error: RouterError) => void) {
    const { host, port, user, password, tls } = address;
    this.#ended = ended;
    this.#ending.promise.catch(() => undefined);
    this.#api = new RouterOSAPI({
      host,
      user,
      password,
      // With TLS it would still take the port without.
      port: port ?? (tls === undefined ? 8728 : 8729),
      // It ends a connection that is idle for so many seconds.
      timeout: 24 * 60 * 60,
      ...(tls === undefined ? {} : { tls: tlsOptions(address) }),
    });
    // Otherwise it sends a probe that outlives the connection and keeps the process from ending.
    Reflect.set(this.#api, 'holdingConnectionWithKeepalive', true);
    this.#api.on('error', (error: Error) =>
      this.end(lost(this.#socketError?.message ?? error.message, error)),
    );
    this.#api.on('close', () => this.end(lost('the router ended the connection')));
  }

  async connect(timeoutMs: number): Promise<void> {
    const timer = setTimeout(
      () =>
        this.end(
          new RouterError('UNREACHABLE', 'the router did not log in in time', { sent: false }),
        ),
      timeoutMs,
    );
    this.#refuseLongLogins();
    const connected = this.#api.connect();
    this.#guard();
    try {
      await Promise.race([connected, this.#ending.promise]);
    } catch (error) {
      const failure =
        this.#socketError === undefined ? loginError(error) : connectionError(this.#socketError);
      this.end(failure);
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  }

  /** It writes the tag into the array that it is given: it gets one of its own. */
  write(words: readonly string[]): Promise<unknown> {
    return this.#api.write([...words]);
  }

  stream(words: readonly string[]): RStream {
    return this.#api.writeStream([...words]);
  }

  end(error: RouterError): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#ending.reject(error);
    const socket = property(property(this.#api, 'connector'), 'socket');
    const destroy = property(socket, 'destroy');
    if (typeof destroy === 'function') Reflect.apply(destroy, socket, []);
    this.#ended(error);
  }

  /** It answers a login of several rows with a rejection that nobody can catch. */
  #refuseLongLogins(): void {
    const write = this.#api.write.bind(this.#api);
    this.#api.write = async (...args) => {
      const rows = await write(...args);
      if (this.#api.connecting && rows.length > 1)
        throw new Error('the router asks for a login that nobody knows');
      return rows;
    };
  }

  #guard(): void {
    const connector = property(this.#api, 'connector');
    const receiver = property(connector, 'receiver');
    const read = property(receiver, 'processRawData');
    if (
      !(connector instanceof EventEmitter) ||
      typeof receiver !== 'object' ||
      typeof read !== 'function'
    )
      throw new TypeError('node-routeros is not built as it was in 1.6.9');
    Reflect.set(receiver ?? {}, 'processRawData', (data: unknown) => {
      try {
        Reflect.apply(read, receiver, [data]);
      } catch (error) {
        this.end(
          new RouterError('UNREADABLE', `node-routeros cannot read the router: ${said(error)}`, {
            sent: true,
            cause: error,
          }),
        );
      }
    });
    const socket = property(connector, 'socket');
    if (socket instanceof EventEmitter)
      socket.prependListener('error', (error: Error) => {
        this.#socketError = error;
      });
    const emit = connector.emit.bind(connector);
    connector.emit = (event: string | symbol, ...args: unknown[]) =>
      event === 'error' && connector.listenerCount('error') === 0 ? false : emit(event, ...args);
  }
}

function tlsOptions({ host, tls = {} }: RouterOsAddress): TlsOptions {
  if (tls.fingerprint256 !== undefined)
    throw new RouterError(
      'UNTRUSTED',
      'node-routeros cannot compare a certificate before it logs in',
      {
        sent: false,
      },
    );
  const name = tls.serverName ?? host;
  const options: TlsOptions & ConnectionOptions = {
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(tls.ca === undefined ? {} : { ca: [tls.ca].flat() }),
  };
  return options;
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

const lost = (message: string, cause?: unknown) =>
  new RouterError('LOST', message, { sent: true, cause });

function loginError(error: unknown): RouterError {
  if (error instanceof RouterError && error.code !== 'LOST')
    return new RouterError(error.code, error.message, { sent: false, cause: error.cause });
  // A refusal is a plain error with the router's words; all that is of the line has a number.
  const errno = property(error, 'errno');
  const refused = errno === 'CANTLOGIN' || (errno === undefined && !(error instanceof RouterError));
  const code = refused ? 'LOGIN_REFUSED' : 'UNREACHABLE';
  return new RouterError(code, said(error), { sent: false, cause: error });
}
