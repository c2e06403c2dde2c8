import { RouterOsDriver } from '@ferrule/routeros';
import { RouterOSAPI } from 'node-routeros';

export type ClientName = 'ours' | 'node-routeros';

export interface Words {
  readonly command: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly query?: readonly string[];
}

export type ReadRow = Readonly<Record<string, unknown>>;

/** What both have in common, each used as its own documentation shows. */
export interface Client {
  ask(words: Words): Promise<readonly ReadRow[]>;
  /** Calls `row` for each as it comes; resolves at the end. */
  each(words: Words, row: (row: ReadRow) => void): Promise<void>;
}

export interface ClientSettings {
  readonly port: number;
  /** Where it is left out: what the client does by itself. */
  readonly inFlight?: number;
  /** How long a command may go unanswered. */
  readonly timeoutMs: number;
}

const login = { host: '127.0.0.1', user: 'admin', password: '' };

const ours = ({ port, timeoutMs, inFlight }: ClientSettings): Client => {
  const driver = new RouterOsDriver({
    ...login,
    port,
    commandTimeoutMs: timeoutMs,
    ...(inFlight === undefined ? {} : { inFlight }),
  });
  return {
    ask: async (words) => (await driver.send(words)).rows,
    each: async (words, row) => {
      for await (const one of driver.stream(words)) row(one);
    },
  };
};

const wordsOf = ({ command, attributes = {}, query = [] }: Words): string[] => [
  command,
  ...Object.entries(attributes).map(([name, value]) => `=${name}=${value}`),
  ...query,
];

/** The package itself, not our adapter: that one keeps it from ending the process. */
const nodeRouteros = async ({ port, timeoutMs }: ClientSettings): Promise<Client> => {
  const api = new RouterOSAPI({ ...login, port, timeout: timeoutMs / 1000 });
  // Without it every error of a connection would end the process: that is in its documentation.
  api.on('error', () => undefined);
  await api.connect();
  return {
    ask: async (words) => await api.write(wordsOf(words)),
    each: (words, row) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stream = api.writeStream(wordsOf(words));
      stream.on('data', row);
      stream.on('trap', reject);
      stream.on('error', reject);
      stream.on('done', () => resolve());
      return promise;
    },
  };
};

export const openClient = (name: ClientName, settings: ClientSettings): Promise<Client> =>
  name === 'ours' ? Promise.resolve(ours(settings)) : nodeRouteros(settings);
