import { type Ending, runJob } from '../router/child.ts';
import type { Held, Job } from '../router/client-job.ts';
import type { ClientName } from '../router/clients.ts';
import { faultCases, lawfulCases, type FaultCase, PATIENCE_MS } from '../router/fault-cases.ts';
import { Simulation } from '../router/simulation.ts';
import type { Row } from '../report.ts';
import type { RowMaker } from './row-context.ts';

/** Longer than any case takes whose commands are all settled. */
const LIMIT = 6 * PATIENCE_MS;

type Came = 'settled' | 'wrong' | 'hung' | 'crashed';

const cameOf = (ending: Ending<Held>): Came => {
  if (ending.ended !== 'settled') return ending.ended;
  return ending.value.wrong === undefined ? 'settled' : 'wrong';
};

const whyOf = (ending: Ending<Held>): string => {
  if (ending.ended === 'crashed') return `: ${ending.said}`;
  return ending.ended === 'settled' && ending.value.wrong !== undefined
    ? `: ${ending.value.wrong}`
    : '';
};

const tried = async (
  simulation: Simulation,
  client: ClientName,
  { name, fault }: FaultCase,
): Promise<Ending<Held>> => {
  await simulation.clearFaults();
  if (fault !== undefined) await simulation.setFault(fault);
  const job: Job = { do: 'case', client, port: simulation.port, name };
  return runJob<Held>('client-job.ts', job, LIMIT);
};

const row = async (
  simulation: Simulation,
  name: string,
  cases: readonly FaultCase[],
): Promise<Row> => {
  const detail: Record<string, string> = {};
  const settled = { ours: 0, theirs: 0 };
  for (const one of cases) {
    const ours = await tried(simulation, 'ours', one);
    const theirs = await tried(simulation, 'node-routeros', one);
    if (cameOf(ours) === 'settled') settled.ours += 1;
    if (cameOf(theirs) === 'settled') settled.theirs += 1;
    detail[one.name] = `${cameOf(ours)}${whyOf(ours)} / ${cameOf(theirs)}${whyOf(theirs)}`;
  }
  return {
    name,
    unit: `of ${cases.length}`,
    ours: settled.ours,
    reference: settled.theirs,
    against: 'node-routeros; settled as it should be, each case: ours / node-routeros',
    required: { of: 'ours', atLeast: cases.length },
    detail,
  };
};

export const faults: RowMaker = {
  name: 'faults',
  measure: ({ quick }) =>
    Simulation.with(1, async (simulation) => [
      await row(simulation, 'faults: cases settled', quick ? faultCases.slice(0, 1) : faultCases),
      await row(simulation, 'faults: a good day', quick ? lawfulCases.slice(0, 1) : lawfulCases),
    ]),
};
