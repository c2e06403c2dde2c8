import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type TLSSocket } from 'node:tls';
import { RouterError } from '@ferrule/router-domain';
import type { RouterOsAddress, TlsSettings } from './settings.ts';

/** A socket over which nothing has been said yet; with TLS, to the router that was meant. */
export function openSocket(
  { host, port, tls }: RouterOsAddress,
  signal: AbortSignal,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const raw = connectTcp({ host, port: port ?? (tls === undefined ? 8728 : 8729) });
  raw.setNoDelay(true);
  // Finds out about a router that went away while nothing is asked of it.
  raw.setKeepAlive(true, 15_000);
  const socket = tls === undefined ? raw : overTls(raw, host, tls);
  const fail = (error: RouterError) => {
    socket.destroy();
    raw.destroy();
    reject(error);
  };
  const onError = (error: Error) => fail(connectionError(error));
  const onClose = () => fail(unreachable('the router ended the connection at once'));
  const onAbort = () => fail(unreachable('the router did not take the connection in time'));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  raw.on('error', onError);
  socket.on('error', onError);
  socket.on('close', onClose);
  socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
    const distrust =
      tls?.fingerprint256 === undefined ? undefined : notPinned(socket, tls.fingerprint256);
    if (distrust !== undefined) {
      fail(distrust);
      return;
    }
    socket.off('close', onClose);
    resolve(socket);
  });
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

function overTls(raw: Socket, host: string, tls: TlsSettings): TLSSocket {
  const name = tls.serverName ?? host;
  return connectTls({
    socket: raw,
    // A server name for SNI may not be an address.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(tls.ca === undefined ? {} : { ca: [tls.ca].flat() }),
    minVersion: 'TLSv1.2',
    // With a pin, the certificate is compared before a word is sent.
    rejectUnauthorized: tls.fingerprint256 === undefined,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  });
}

const hex = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase();

function notPinned(socket: Socket, pinned: string): RouterError | undefined {
  const shown = (socket as TLSSocket).getPeerX509Certificate()?.fingerprint256;
  if (shown !== undefined && hex(shown) === hex(pinned)) return undefined;
  return new RouterError(
    'UNTRUSTED',
    `the router's certificate is not the pinned one but ${shown ?? 'absent'}`,
    { sent: false },
  );
}

const unreachable = (message: string, cause?: unknown) =>
  new RouterError('UNREACHABLE', message, { sent: false, cause });

/** What OpenSSL and Node say of a certificate that nobody vouches for, or of another name. */
const untrusted =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH|ERROR_IN_CERT)/u;

/** Where a name has several addresses, the error about all of them has a code and no message. */
const said = (error: Error & { code?: unknown }) =>
  error.message === '' ? String(error.code) : error.message;

export function connectionError(error: Error & { code?: unknown }): RouterError {
  return typeof error.code === 'string' && untrusted.test(error.code)
    ? new RouterError('UNTRUSTED', `the router's certificate is not trusted: ${said(error)}`, {
        sent: false,
        cause: error,
      })
    : unreachable(`the router cannot be reached: ${said(error)}`, error);
}
