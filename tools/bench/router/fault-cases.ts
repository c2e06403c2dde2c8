import type { Fault } from '@ferrule/router-simulator-core';
import type { Client, ReadRow, Words } from './clients.ts';

/** What a router or the line to it does, and what a client has to make of it. */
export interface FaultCase {
  readonly name: string;
  readonly fault?: Fault;
  /** Throws when an answer was wrong; does not return while one is missing. */
  readonly holds: (client: Client) => Promise<void>;
}

/** What a case gives a command that goes unanswered. */
export const PATIENCE_MS = 1_000;

const NAMES = Array.from({ length: 12 }, (_, n) => `ether${n + 1}`);

const readOne = (name: string): Words => ({
  command: '/interface/print',
  attributes: { '.proplist': 'name,type' },
  query: [`?name=${name}`],
});

const check = (ok: boolean, otherwise: string): void => {
  if (!ok) throw new Error(otherwise);
};

const readsAll = async (client: Client): Promise<void> => {
  const answers = await Promise.all(NAMES.map((name) => client.ask(readOne(name))));
  for (const [n, rows] of answers.entries())
    check(rows.length === 1 && rows[0]?.['name'] === NAMES[n], `not the row of ${NAMES[n] ?? ''}`);
};

const address = (comment: string): Words => ({
  command: '/ip/firewall/address-list/add',
  attributes: { list: 'cases', address: `192.0.2.${1 + Math.floor(Math.random() * 250)}`, comment },
});

const outcome = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** Everything that waits ends, and not with an answer that nobody gave. */
const failsAll = async (client: Client): Promise<void> => {
  const outcomes = await Promise.all(
    NAMES.slice(0, 3).map((name) => outcome(client.ask(readOne(name)))),
  );
  check(!outcomes.includes('answered'), 'an answer that the router did not give');
};

const givesUpThenGoesOn = async (client: Client): Promise<void> => {
  check((await outcome(client.ask(readOne('ether1')))) !== 'answered', 'did not give up');
  const [row] = await client.ask(readOne('ether2'));
  check(row?.['name'] === 'ether2', 'the next command got the answer of another');
};

/** Those that the specification of the simulator names, as far as they are about the line. */
export const faultCases: readonly FaultCase[] = [
  { name: 'latency', fault: { do: 'latency', ms: 100 }, holds: readsAll },
  {
    name: 'last byte apart',
    fault: { do: 'split', size: 7, lastByteApart: true, pauseMs: 1 },
    holds: readsAll,
  },
  { name: 'one-byte segments', fault: { do: 'split', size: 1, pauseMs: 1 }, holds: readsAll },
  {
    name: 'late reply',
    fault: { do: 'late', ms: 2 * PATIENCE_MS, verb: 'print', nth: 1 },
    holds: givesUpThenGoesOn,
  },
  { name: 'silence', fault: { do: 'silence', verb: 'print', nth: 1 }, holds: givesUpThenGoesOn },
  { name: 'RST mid-reply', fault: { do: 'reset', at: 'reply', verb: 'print' }, holds: failsAll },
  { name: 'FIN mid-reply', fault: { do: 'end', at: 'reply', verb: 'print' }, holds: failsAll },
  { name: '!fatal', fault: { do: 'fatal', verb: 'print' }, holds: failsAll },
  {
    name: 'n-th write refused',
    fault: { do: 'refuse', verb: 'add', nth: 2, message: 'failure: out of luck' },
    holds: async (client) => {
      const outcomes: string[] = [];
      for (let n = 0; n < 3; n += 1)
        outcomes.push(await outcome(client.ask({ command: '/interface/bridge/add' })));
      check(outcomes.join() === 'answered,failure: out of luck,answered', outcomes.join());
    },
  },
  {
    name: 'crash after a write',
    fault: { do: 'crash', verb: 'add', nth: 1 },
    holds: async (client) => {
      const said = await outcome(client.ask({ command: '/interface/bridge/add' }));
      check(said !== 'answered', 'an answer that the router did not give');
    },
  },
];

const COMMENT = 'Дом ✓';

/** What any router does on a good day. */
export const lawfulCases: readonly FaultCase[] = [
  {
    name: '!empty',
    holds: async (client) => {
      const rows: readonly ReadRow[] = await client.ask(readOne('none of this name'));
      check(rows.length === 0, 'rows where there are none');
      await readsAll(client);
    },
  },
  {
    name: 'every language',
    holds: async (client) => {
      await client.ask(address(COMMENT));
      const query = [`?comment=${COMMENT}`];
      const [row] = await client.ask({ command: '/ip/firewall/address-list/print', query });
      check(row?.['comment'] === COMMENT, `it reads ${String(row?.['comment'])}`);
    },
  },
  {
    name: 'tags in either place',
    fault: { do: 'tags', order: 'alternate' },
    holds: readsAll,
  },
];
