/** A process that does one thing with one client and says how it went. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type ClientName, openClient } from './clients.ts';
import { faultCases, lawfulCases, PATIENCE_MS } from './fault-cases.ts';

interface With {
  readonly client: ClientName;
  readonly port: number;
}

export type Job =
  | (With & { readonly do: 'reads'; readonly count: number; readonly inFlight?: number })
  | (With & { readonly do: 'print'; readonly menu: string; readonly whole: boolean })
  | (With & { readonly do: 'case'; readonly name: string });

export interface Reads {
  readonly seconds: number;
}

export interface Printed {
  readonly seconds: number;
  readonly rows: number;
  /** Of the whole process, at its largest. */
  readonly peakMiB: number;
  /** Before the first row. */
  readonly startMiB: number;
}

export interface Held {
  /** What was wrong, if anything. */
  readonly wrong?: string;
}

const PORTS = 12;
const readOne = (n: number) => ({
  command: '/interface/print',
  attributes: { '.proplist': 'name' },
  query: [`?name=ether${1 + (n % PORTS)}`],
});

const readMany = async (client: Client, count: number): Promise<void> => {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, n) => client.ask(readOne(n))),
  );
  for (const [n, rows] of answers.entries())
    if (rows.length !== 1 || rows[0]?.['name'] !== `ether${1 + (n % PORTS)}`)
      throw new Error(`read ${n} was answered with ${JSON.stringify(rows)}`);
};

const reads = async (job: Job & { do: 'reads' }): Promise<Reads> => {
  const client = await openClient(job.client, { ...job, timeoutMs: 60_000 });
  await readMany(client, Math.min(1_000, job.count));
  const start = performance.now();
  await readMany(client, job.count);
  return { seconds: (performance.now() - start) / 1000 };
};

const print = async ({ menu, whole, ...job }: Job & { do: 'print' }): Promise<Printed> => {
  const client = await openClient(job.client, { ...job, timeoutMs: 60_000 });
  await client.ask(readOne(0));
  const startMiB = process.memoryUsage.rss() / 2 ** 20;
  let rows = 0;
  const words = { command: `${menu}/print` };
  const start = performance.now();
  if (whole) rows = (await client.ask(words)).length;
  else await client.each(words, () => (rows += 1));
  const seconds = (performance.now() - start) / 1000;
  return { seconds, rows, startMiB, peakMiB: process.resourceUsage().maxRSS / 2 ** 10 };
};

const hold = async ({ name, ...job }: Job & { do: 'case' }): Promise<Held> => {
  const found = [...faultCases, ...lawfulCases].find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no case ${name}`);
  try {
    await found.holds(await openClient(job.client, { ...job, timeoutMs: PATIENCE_MS }));
    // A client may throw from a handler of its socket once its answers are given.
    await sleep(200);
    return {};
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
};

const work = (job: Job): Promise<object> => {
  switch (job.do) {
    case 'reads':
      return reads(job);
    case 'print':
      return print(job);
    case 'case':
      return hold(job);
  }
};

process.once('disconnect', () => process.exit());
process.once('message', (job) => {
  // What fails here fails the process, which is how its parent hears of it.
  void work(job as Job).then((value) => process.send?.(value));
});
