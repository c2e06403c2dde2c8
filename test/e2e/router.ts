import type { StackInUse } from './stack.ts';

type Row = Readonly<Record<string, string>>;
export type Snapshot = Readonly<Record<string, readonly Row[]>>;

/** What to do with which commands; see docs/router-simulator.md. */
export type Fault = Readonly<Record<string, unknown>>;

export interface RouterUnderTest {
  /** Its configuration, without ids, counters and defaults. */
  snapshot(): Promise<Snapshot>;
  /** What differs from an earlier snapshot, order included where it means something. */
  differences(before: Snapshot): Promise<readonly unknown[]>;
  fault(fault: Fault): Promise<void>;
  heal(): Promise<void>;
  /** Somebody else's command: `/ip/address/add address=… interface=…`. */
  type(command: string): Promise<void>;
  /** The same in the words of the API, for values that hold blanks. */
  run(words: readonly string[]): Promise<void>;
  /** How many commands it has been sent. */
  commandCount(): Promise<number>;
  /** The commands that it has been sent since, without their arguments. */
  commandsSince(count: number): Promise<readonly string[]>;
  packet(packet: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** The address that a machine gets of a DHCP server. */
  lease(server: string, mac: string): Promise<string>;
}

/** A simulated router of the stack, asked by its control port. */
export const routerOf = (stack: StackInUse, datacenter: string): RouterUnderTest => {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const router = stack.addresses.routers.find((each) => each.datacenter === datacenter);
    if (router === undefined) throw new Error(`${datacenter} has no router`);
    const response = await fetch(`${router.control}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const journal = (since: number) =>
    ask<{ total: number; entries: readonly { words: readonly string[] }[] }>(
      'GET',
      `/journal?since=${since}`,
    );
  return {
    snapshot: () => ask('GET', '/snapshot'),
    differences: (before) => ask('POST', '/compare', before),
    fault: (fault) => ask('POST', '/faults', fault),
    heal: () => ask('DELETE', '/faults'),
    type: (command) => {
      const [verb = '', ...values] = command.split(' ');
      return ask('POST', '/run', { words: [verb, ...values.map((value) => `=${value}`)] });
    },
    run: (words) => ask('POST', '/run', { words }),
    commandCount: async () => (await journal(0)).total,
    commandsSince: async (count) =>
      (await journal(count)).entries.map(({ words: [command = ''] }) => command),
    packet: (packet) => ask('POST', '/packet', packet),
    lease: async (server, mac) =>
      (await ask<{ address: string }>('POST', '/lease', { server, mac })).address,
  };
};

/** The rows that carry a comment, each with its menu. */
export const rowsOf = (snapshot: Snapshot, comment: string): readonly (Row & { menu: string })[] =>
  Object.entries(snapshot).flatMap(([menu, rows]) =>
    rows.filter((row) => row['comment'] === comment).map((row) => ({ menu, ...row })),
  );
