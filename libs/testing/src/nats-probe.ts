import { connect } from 'node:net';

/** The first line a NATS server says, before anyone has to identify himself. */
export interface NatsInfo {
  readonly jetstream: boolean;
  readonly authRequired: boolean;
  readonly version: string;
}

/** `undefined` when no NATS server answers at that port. */
export function greetingOf(host: string, port: number): Promise<NatsInfo | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let text = '';
    const finish = (info?: NatsInfo): void => {
      socket.destroy();
      resolve(info);
    };
    socket.setTimeout(2_000, () => {
      finish();
    });
    socket.on('error', () => {
      finish();
    });
    socket.on('close', () => {
      finish();
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const line = /^INFO (.*)\r\n/.exec(text)?.[1];
      if (line !== undefined) finish(parse(line));
    });
  });
}

function parse(line: string): NatsInfo | undefined {
  const info: unknown = JSON.parse(line);
  if (typeof info !== 'object' || info === null) return undefined;
  return {
    jetstream: 'jetstream' in info && info.jetstream === true,
    authRequired: 'auth_required' in info && info.auth_required === true,
    version: 'version' in info && typeof info.version === 'string' ? info.version : '',
  };
}

/**
 * The server opens its port only after its streams are recovered, and says then that it has
 * JetStream. Where anyone may connect, the account is asked as well.
 */
export async function isJetStreamReady(host: string, port: number): Promise<boolean> {
  const info = await greetingOf(host, port);
  if (info?.jetstream !== true) return false;
  if (info.authRequired) return true;
  const { connect: connectNats } = await import('@nats-io/transport-node');
  const { jetstreamManager } = await import('@nats-io/jetstream');
  try {
    const connection = await connectNats({
      servers: `${host}:${port}`,
      reconnect: false,
      timeout: 2_000,
    });
    try {
      const manager = await jetstreamManager(connection, { timeout: 2_000 });
      await manager.getAccountInfo();
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}
