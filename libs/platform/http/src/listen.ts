import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants } from 'node:os';
import type { HttpConfig } from '@ferrule/config';
import { Logger, type INestApplication } from '@nestjs/common';
import { Health } from './health.ts';

type Signal = 'SIGTERM' | 'SIGINT';

/** Where signals come from and how the process ends: `process`, but for specs. */
export interface ProcessControl {
  on(signal: Signal, listener: () => void): unknown;
  off(signal: Signal, listener: () => void): unknown;
  exit(code: number): unknown;
}

export interface ListenOptions {
  /** The last thing to do, such as to send what telemetry still holds. */
  readonly finish?: () => Promise<void>;
  /** How long the application's own shutdown, and then `finish`, may take. */
  readonly closeTimeout?: number;
  /** One press of Ctrl-C can arrive two or three times: from the terminal, npm and a supervisor. */
  readonly echoWindow?: number;
  readonly process?: ProcessControl;
}

export type ListenConfig = Pick<HttpConfig, 'host' | 'port' | 'drainDelay' | 'drainTimeout'> &
  Partial<Pick<HttpConfig, 'headersTimeout' | 'requestTimeout'>>;

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Drains and closes as a signal would, but does not end the process; gives the exit code. */
  stop(): Promise<number>;
}

const log = new Logger('Http');

/** Whether the work came to its end in time. */
const ended = async (work: Promise<unknown>, ms: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, ms);
  });
  const done = work.then(
    () => true,
    (error: unknown) => {
      log.error('the shutdown met an error', error);
      return false;
    },
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
};

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Takes no more connections and waits for the requests in flight; cuts them off at the deadline. */
const drainServer = async (server: Server, timeoutMs: number): Promise<boolean> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // A kept-alive connection is idle only once its last answer is out, which may be any time now.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  try {
    if (await ended(closed, timeoutMs)) return true;
    log.warn(`requests were still running after ${timeoutMs} ms and were cut off`);
    server.closeAllConnections();
    return false;
  } finally {
    clearInterval(sweep);
  }
};

/**
 * Listens, and sees to an orderly end. On SIGTERM or SIGINT: readiness is refused, the listener
 * closes, requests in flight are answered, then the application closes (consumers first drain, then
 * pools close in `onApplicationShutdown`), and the process exits 0, or 1 when something was cut off.
 * A second signal exits at once.
 */
export const listen = async (
  app: INestApplication<Server>,
  config: ListenConfig,
  options: ListenOptions = {},
): Promise<Listening> => {
  const { finish, closeTimeout = 15_000, echoWindow = 500, process: control = process } = options;
  const health = app.get(Health);
  await app.listen(config.port, config.host);
  const server = app.getHttpServer();
  // Node's own five minutes are long enough to hold every connection open by writing slowly.
  const { requestTimeout = 60_000, headersTimeout = 15_000 } = config;
  server.requestTimeout = requestTimeout;
  server.headersTimeout = headersTimeout;
  // Longer than the minute for which load balancers keep a connection: they must be first to close.
  server.keepAliveTimeout = 65_000;
  server.on('request', (_, response) => {
    if (health.draining.aborted && !response.headersSent) response.setHeader('connection', 'close');
  });

  const shutDown = async (): Promise<number> => {
    health.drain();
    if (config.drainDelay > 0) await pause(config.drainDelay);
    const outcomes = [
      await drainServer(server, config.drainTimeout),
      await ended(app.close(), closeTimeout),
      await ended(finish?.() ?? Promise.resolve(), closeTimeout),
    ];
    return outcomes.every(Boolean) ? 0 : 1;
  };
  let stopping: { readonly since: number; readonly code: Promise<number> } | undefined;
  const stop = (): Promise<number> => {
    stopping ??= { since: performance.now(), code: shutDown() };
    return stopping.code;
  };
  const listeners = (['SIGTERM', 'SIGINT'] as const).map((signal) => {
    const listener = () => {
      if (!stopping) {
        log.log(`${signal}: finishing what is in flight`);
        void stop().then((code) => control.exit(code));
      } else if (performance.now() - stopping.since >= echoWindow) {
        control.exit(128 + constants.signals[signal]);
      }
    };
    control.on(signal, listener);
    return { signal, listener };
  });
  server.once('close', () => {
    // A stop without a signal leaves the process as it was found.
    void stopping?.code.finally(() => {
      for (const { signal, listener } of listeners) control.off(signal, listener);
    });
  });

  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return { url: `http://${host}:${port}`, port, stop };
};
