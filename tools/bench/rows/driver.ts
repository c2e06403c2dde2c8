import { defaultTuning } from '@ferrule/routeros';
import { type Ending, runJob } from '../router/child.ts';
import type { Job, Printed, Reads } from '../router/client-job.ts';
import type { ClientName } from '../router/clients.ts';
import { Simulation } from '../router/simulation.ts';
import { compare, median } from '../rounds.ts';
import type { Row } from '../report.ts';
import type { RowMaker } from './row-context.ts';

const THEIRS = 'node-routeros';
const TIMEOUT = 120_000;

const valueOf = <T>(ending: Ending<T>): T | undefined =>
  ending.ended === 'settled' ? ending.value : undefined;

/** A client that came to no end has no figure, and the row says so. */
const rateOf = (count: number, ending: Ending<Reads>): number =>
  count / (valueOf(ending)?.seconds ?? NaN);

const reading = async (simulation: Simulation, latencyMs: number, quick: boolean): Promise<Row> => {
  const [rounds, count] = quick ? [1, 300] : [3, 10_000];
  await simulation.clearFaults();
  if (latencyMs > 0) await simulation.setFault({ do: 'latency', ms: latencyMs });
  const rate = async (client: ClientName, inFlight?: number): Promise<number> => {
    const bound = inFlight === undefined ? {} : { inFlight };
    const job: Job = { do: 'reads', client, port: simulation.port, count, ...bound };
    return rateOf(count, await runJob<Reads>('client-job.ts', job, TIMEOUT));
  };
  const byDefault: number[] = [];
  const compared = await compare(rounds, {
    ours: async () => {
      byDefault.push(await rate('ours'));
      // The other one knows no bound: like against like.
      return rate('ours', count);
    },
    reference: () => rate(THEIRS),
  });
  return {
    name: `driver: reads at ${latencyMs} ms`,
    unit: 'reads/s',
    ...compared,
    against: `${THEIRS}; both with all ${count.toLocaleString('en-US')} in flight`,
    detail: {
      [`ours by default, with ${defaultTuning.inFlight.toLocaleString('en-US')} in flight`]:
        median(byDefault),
      'of what it does with all': median(byDefault) / compared.ours,
    },
  };
};

const said = (ending: Ending<Printed>, rows: number): string => {
  if (ending.ended === 'crashed') return `crashed: ${ending.said}`;
  if (ending.ended === 'hung') return 'hung';
  const { seconds, peakMiB, rows: came } = ending.value;
  if (came !== rows) return `${came} rows of ${rows}`;
  return `${seconds.toFixed(2)} s, ${peakMiB.toFixed(0)} MiB`;
};

const printing = async (simulation: Simulation, quick: boolean): Promise<readonly Row[]> => {
  const [rounds, many, few] = quick ? [1, 500, 50] : [3, 100_000, 10_000];
  await simulation.clearFaults();
  await simulation.fill('/ip/firewall/address-list', many);
  await simulation.fill('/ipv6/firewall/address-list', few);
  const print = (client: ClientName, { whole = false, menu = '/ip/firewall/address-list' } = {}) =>
    runJob<Printed>(
      'client-job.ts',
      { do: 'print', client, port: simulation.port, menu, whole } satisfies Job,
      TIMEOUT,
    );
  const peaks: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  const seconds = async (client: ClientName, peak: number[]): Promise<number> => {
    const printed = valueOf(await print(client));
    // Rows that are missing make it fast.
    if (printed?.rows !== many) return NaN;
    peak.push(printed.peakMiB);
    return printed.seconds;
  };
  const compared = await compare(rounds, {
    ours: () => seconds('ours', peaks.ours),
    reference: () => seconds(THEIRS, peaks.theirs),
  });
  const whole = quick
    ? {}
    : {
        'ours, whole answer': said(await print('ours', { whole: true }), many),
        'theirs, whole answer': said(await print(THEIRS, { whole: true }), many),
      };
  const fewer = valueOf(await print('ours', { menu: '/ipv6/firewall/address-list' }));
  const [ours, theirs] = [median(peaks.ours), median(peaks.theirs)];
  return [
    {
      name: `driver: print ${many.toLocaleString('en-US')} rows`,
      unit: 's',
      ...compared,
      against: `${THEIRS}; each as a stream of rows`,
      ...(quick ? {} : { detail: whole }),
    },
    {
      name: 'driver: memory of that',
      unit: 'MiB peak',
      ours,
      reference: theirs,
      ratio: ours / theirs,
      against: `${THEIRS}; whole processes`,
      detail: {
        'ours before the first row': fewer?.startMiB ?? NaN,
        [`ours after ${few.toLocaleString('en-US')} rows`]: fewer?.peakMiB ?? NaN,
      },
    },
  ];
};

export const driver: RowMaker = {
  name: 'driver',
  measure: async ({ quick }) =>
    Simulation.with(1, async (simulation) => [
      await reading(simulation, 0, quick),
      await reading(simulation, 20, quick),
      ...(await printing(simulation, quick)),
    ]),
};
