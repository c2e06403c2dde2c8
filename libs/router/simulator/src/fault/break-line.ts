import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** RST or FIN. A TLS connection cannot be reset from here; it ends without its closing alert. */
export const breakLine = (socket: Socket, how: 'reset' | 'end'): void => {
  if (how === 'end') socket.end();
  else if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
};
