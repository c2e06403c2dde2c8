import { atEndOfFile } from './end-of-file.ts';
import { jestScope } from './jest-scope.ts';
import { leakGuard } from './leak-guard.ts';
import { sharedNats, type SharedNatsServer } from './shared-servers.ts';
import { openServer, type ControlledNats } from './test-servers.ts';

export interface NatsInUse {
  readonly url: string;
  readonly server: SharedNatsServer;
  /** Deletes every stream, and with them consumers and buckets. */
  purge(): Promise<void>;
}

/**
 * The NATS server of this worker, without any stream, there from the first `beforeAll` on.
 * With `config` (users, permissions, accounts) it is a server of this file's own instead.
 */
export function useNats({ config }: { config?: string } = {}): NatsInUse {
  const { beforeAll } = jestScope();
  leakGuard();
  let own: ControlledNats | undefined;
  let opened: SharedNatsServer | undefined;
  const current = (): SharedNatsServer => {
    if (opened === undefined) throw new Error('the server is there from beforeAll on, not before');
    return opened;
  };

  beforeAll(async () => {
    if (config === undefined) {
      opened = await sharedNats();
      await deleteStreams(opened.url);
    } else {
      own = await openServer('nats', { config });
      opened = own;
    }
  }, 60_000);
  atEndOfFile(async () => {
    await own?.discard();
  });
  return {
    get url() {
      return current().url;
    },
    get server() {
      return current();
    },
    purge: () => deleteStreams(current().url),
  };
}

async function deleteStreams(url: string): Promise<void> {
  const { connect } = await import('@nats-io/transport-node');
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connect({ servers: url, reconnect: false });
  try {
    const manager = await jetstreamManager(connection);
    for await (const name of manager.streams.names()) await manager.streams.delete(name);
  } finally {
    await connection.close();
  }
}
