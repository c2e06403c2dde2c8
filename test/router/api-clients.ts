import { createRequire } from 'node:module';
import { RouterOSAPI } from 'routeros-api';

/** A client of the API that nobody here wrote, as little of it as a spec needs. */
export interface ApiClient {
  /** The rows of an answer, each client's own way of telling them. Rejects with the words of a trap. */
  ask(
    command: string,
    words?: readonly string[],
  ): Promise<readonly Readonly<Record<string, string>>[]>;
  close(): void | Promise<void>;
}

export interface ApiClientKind {
  readonly name: string;
  readonly connect: (port: number, password: string) => Promise<ApiClient>;
  /** Reads what `add` returned. */
  readonly tellsIds: boolean;
  /** Asks for a challenge before it says who it is, as was done before RouterOS 6.43. */
  readonly asksForChallenge: boolean;
}

type Rows = readonly Readonly<Record<string, string>>[];

interface RosClient {
  connect(): Promise<unknown>;
  send(words: readonly string[]): Promise<Rows>;
  close(): Promise<void>;
}

interface MikroClient {
  connect(): Promise<void>;
  login(user: string, password: string): Promise<unknown>;
  runQuery(command: string, parameters: Readonly<Record<string, string>>): Promise<Rows>;
  close(): void;
}

interface RouterosNode {
  connect(): Promise<unknown>;
  write(words: readonly string[]): Promise<Rows>;
  destroy(): void;
}

type Made<Client, Arguments extends readonly unknown[]> = new (...args: Arguments) => Client;

// They come without types, or with types that their modules do not have.
const load = createRequire(import.meta.url);
const RosClient = load('ros-client') as Made<RosClient, [object]>;
const { RouterOSClient: MikroClient } = load('mikro-routeros') as {
  RouterOSClient: Made<MikroClient, [string, number, number]>;
};
const { Routeros } = load('routeros-node') as { Routeros: Made<RouterosNode, [object]> };

const host = '127.0.0.1';

/** `=name=x` and `?name=x`, as an object. */
const parameters = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words.map((word) => {
      const end = word.indexOf('=', 1);
      return [word.slice(1, end), word.slice(end + 1)];
    }),
  );

export const apiClients: readonly ApiClientKind[] = [
  {
    name: 'ros-client',
    tellsIds: false,
    asksForChallenge: true,
    connect: async (port, password) => {
      const client = new RosClient({ host, port, username: 'admin', password });
      await client.connect();
      return {
        ask: (command, words = []) => client.send([command, ...words]),
        close: () => client.close(),
      };
    },
  },
  {
    name: 'mikro-routeros',
    tellsIds: false,
    asksForChallenge: false,
    connect: async (port, password) => {
      const client = new MikroClient(host, port, 5_000);
      await client.connect();
      await client.login('admin', password);
      return {
        ask: (command, words = []) => client.runQuery(command, parameters(words)),
        close: () => client.close(),
      };
    },
  },
  {
    name: 'routeros-node',
    tellsIds: true,
    asksForChallenge: false,
    connect: async (port, password) => {
      const client = new Routeros({ host, port, user: 'admin', password });
      await client.connect();
      return {
        ask: (command, words = []) => client.write([command, ...words]),
        close: () => client.destroy(),
      };
    },
  },
  {
    name: 'routeros-api',
    tellsIds: true,
    asksForChallenge: false,
    connect: async (port, password) => {
      const client = new RouterOSAPI({ host, port, user: 'admin', password });
      await client.connect();
      return {
        ask: async (command, words = []) => await client.write([command, ...words]),
        close: async () => {
          await client.close();
        },
      };
    },
  },
];
