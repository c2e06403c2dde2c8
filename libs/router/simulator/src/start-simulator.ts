import { createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Faults } from './fault/faults.ts';
import { listen } from './listen.ts';
import type { Menu } from './menu/menu.ts';
import { boardNames, boardOf, isBoardName } from './profile/boards.ts';
import type { BoardName } from './profile/boards.ts';
import { isProfileName, profileNames, profileOf } from './profile/profile.ts';
import type { ProfileName } from './profile/profile.ts';
import { SimulatorRefusal } from './refusal.ts';
import type { User } from './server/accounts.ts';
import { fingerprintOf, selfSigned } from './server/certificate.ts';
import type { Interceptor } from './server/interceptor.ts';
import { Box } from './box.ts';

export interface SimulatorSettings {
  readonly profile?: ProfileName;
  readonly board?: BoardName;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Also API-SSL, with a certificate of its own unless one is given. */
  readonly tls?:
    boolean | { readonly port?: number; readonly cert?: string; readonly key?: string };
  /** A file to start from, where there is one, and to save to: soon after every change, and at the end. */
  readonly state?: string;
  /** `admin` without a password, unless given. */
  readonly users?: readonly User[];
  readonly seed?: number;
  /** Instead of what the profile has, but for the ports and the box itself. */
  readonly menus?: readonly Menu[];
  /** A file of menus, those of a live router; served, with generic behaviour, beside what the profile has. */
  readonly reference?: string;
  readonly interceptor?: Interceptor;
  /** Where replies have their tag. */
  readonly tags?: 'first' | 'last';
  readonly journal?: number;
  readonly clock?: () => Date;
}

export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly tls:
    | { readonly port: number; readonly certificate: string; readonly fingerprint: string }
    | undefined;
  readonly router: Box;
  readonly faults: Faults;
  stop(): Promise<void>;
}

const close = async (server: Server | undefined): Promise<void> => {
  if (server?.listening !== true) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  await promise;
};

/** A router that listens on this machine. Throws `SimulatorRefusal` where it cannot. */
export const startSimulator = async (settings: SimulatorSettings = {}): Promise<Simulator> => {
  const { profile = '7.24', board = 'CCR2116-12G-4S+', host = '127.0.0.1' } = settings;
  if (!isProfileName(profile))
    throw new SimulatorRefusal(
      `there is no profile ${String(profile)}: take one of ${profileNames.join(', ')}`,
    );
  if (!isBoardName(board))
    throw new SimulatorRefusal(
      `there is no board ${String(board)}: take one of ${boardNames.join(', ')}`,
    );
  const router = new Box(profileOf(profile, boardOf(board)), settings);
  const accept = (socket: Socket) => {
    router.accept(socket);
  };
  const tcp = createTcpServer(accept);
  const port = await listen(tcp, host, settings.port ?? 0);
  const secure = settings.tls === undefined || settings.tls === false ? undefined : settings.tls;
  let tlsServer: Server | undefined;
  let tls: Simulator['tls'];
  if (secure !== undefined) {
    const wanted = secure === true ? {} : secure;
    const own = selfSigned(router.profile.board.name, new Date());
    const certificate = wanted.cert ?? own.cert;
    tlsServer = createTlsServer({ cert: certificate, key: wanted.key ?? own.key }, accept);
    try {
      const tlsPort = await listen(tlsServer, host, wanted.port ?? 0);
      tls = { port: tlsPort, certificate, fingerprint: fingerprintOf(certificate) };
    } catch (error) {
      await close(tcp);
      throw error;
    }
  }
  const seconds = setInterval(() => {
    router.runDueScripts().catch((error: unknown) => router.failed(error, 'the scheduler'));
  }, 1000);
  seconds.unref();
  return {
    url: `routeros://admin@${host}:${port}`,
    port,
    tls,
    router,
    faults: new Faults(router),
    async stop() {
      clearInterval(seconds);
      router.router.end();
      const closed = Promise.all([close(tcp), close(tlsServer)]);
      router.disconnectAll();
      await closed;
      router.end();
    },
  };
};
