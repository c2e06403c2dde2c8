import type { Resource } from '@ferrule/router-domain';
import { runJob } from '../router/child.ts';
import {
  type Applied,
  type PlannedRows,
  type ResourceJob,
  ROWS_OF_A_NETWORK,
} from '../router/resource-job.ts';
import { Simulation } from '../router/simulation.ts';
import { ROWS } from '../router/simulated.ts';
import type { Row } from '../report.ts';
import { compare, median } from '../rounds.ts';
import type { RowMaker } from './row-context.ts';

const ROUND_TRIP_MS = 20;
const TIMEOUT = 180_000;

const run = async <T>(job: ResourceJob): Promise<T> => {
  const ending = await runJob<T>('resource-job.ts', job, TIMEOUT);
  if (ending.ended === 'settled') return ending.value;
  throw new Error(ending.ended === 'hung' ? 'the job hung' : ending.said);
};

/** A router of its own for each run: what is applied stays there. */
const applied = async (how: 'apply' | 'one by one', networks: number): Promise<Applied> =>
  Simulation.with(1, async (simulation) => {
    await simulation.setFault({ do: 'latency', ms: ROUND_TRIP_MS });
    return run<Applied>({ do: how, port: simulation.port, networks });
  });

/**
 * What nobody can do without, for rows that refer to rows of earlier stages alone: one pipelined read,
 * one depth of writes and one reading back for each stage.
 */
const TRIPS_OF_A_STAGE = 3;

const applying = async (quick: boolean): Promise<readonly Row[]> => {
  const [rounds, networks] = quick ? [1, 2] : [3, 1_000 / ROWS_OF_A_NETWORK];
  const runs: Applied[] = [];
  const compared = await compare(rounds, {
    ours: async () => {
      const one = await applied('apply', networks);
      runs.push(one);
      return one.applySeconds;
    },
    reference: async () => (await applied('one by one', networks)).applySeconds,
  });
  const [first] = runs;
  const rows = first?.rows ?? NaN;
  const floor = ((first?.stages ?? NaN) * TRIPS_OF_A_STAGE * ROUND_TRIP_MS) / 1000;
  const name = `router: apply ${rows.toLocaleString('en-US')} rows at ${ROUND_TRIP_MS} ms`;
  return [
    {
      name,
      unit: 's',
      ours: compared.ours,
      reference: floor,
      ratio: compared.ours / floor,
      against: 'the round trips that nobody can do without',
      required: { of: 'ratio', below: 1.5 },
      detail: {
        stages: first?.stages ?? NaN,
        'planning before it, s': median(runs.map(({ planSeconds }) => planSeconds)),
      },
    },
    {
      name: `${name}, times faster`,
      unit: 'rows/s',
      ours: rows / compared.ours,
      reference: rows / compared.reference,
      ratio: 1 / compared.ratio,
      against: 'node-routeros, one command at a time, without looking before or after',
      required: { of: 'ratio', atLeast: 10 },
    },
  ];
};

/** The rows that the simulation was filled with, as they would be wished for, and every tenth otherwise. */
const wantedOf = (count: number, from: number): readonly Resource[] =>
  Array.from({ length: count }, (_, n) => {
    const words = ROWS['/ip/firewall/address-list'](from + n);
    const attributes = Object.fromEntries(
      words.map((word): [string, string] => {
        const [, key = '', value = ''] = /^=([^=]+)=(.*)$/u.exec(word) ?? [];
        return [key, value];
      }),
    );
    return {
      path: '/ip/firewall/address-list',
      attributes: { ...attributes, list: n % 10 === 0 ? 'moved' : 'customers', comment: TAG },
      critical: true,
    };
  });

const TAG = 'nnc-provisioned-bench';

const planning = async (quick: boolean): Promise<readonly Row[]> => {
  const [others, own] = quick ? [500, 20] : [49_500, 500];
  return Simulation.with(1, async (simulation) => {
    await simulation.fill('/ip/firewall/address-list', others);
    await simulation.fillTagged('/ip/firewall/address-list', own, others, TAG);
    const { changes, seconds, peakMiB } = await run<PlannedRows>({
      do: 'plan',
      port: simulation.port,
      tag: TAG,
      wanted: wantedOf(own, others),
    });
    const name = `router: plan ${own} of ${(others + own).toLocaleString('en-US')} rows`;
    return [
      {
        name,
        unit: 's',
        ours: seconds,
        required: { of: 'ours', below: 1 },
        detail: { 'changes found': changes },
      },
      {
        name: `${name}, memory`,
        unit: 'MiB peak',
        ours: peakMiB,
        required: { of: 'ours', below: 300 },
      },
    ];
  });
};

export const resources: RowMaker = {
  name: 'router',
  measure: async ({ quick }) => [...(await applying(quick)), ...(await planning(quick))],
};
