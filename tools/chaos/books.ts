import { anonymous, without } from './expected-rows.ts';
import type { Ground } from './ground.ts';
import { brokenByJob, expectedOf } from './job-laws.ts';
import { brokenByNames } from './names-book.ts';
import {
  type JobRecord,
  type NetworkRecord,
  readQuarrels,
  readRecords,
  type Records,
} from './records.ts';
import { type MenuRow, networkOf, type Router } from './router.ts';
import type { Touched } from './weather.ts';

/** What everything is compared with: how it was before anything went wrong. */
export interface Reference {
  /** The rows of a network by datacenter and shape, without what is its own. */
  readonly shapes: ReadonlyMap<string, readonly string[]>;
  /** The rows of each router that belong to no network. */
  readonly base: ReadonlyMap<string, readonly string[]>;
}

const STRANGERS = /(?:list=noc|name=noc\d)/;
const lineOf = ({ menu, row }: MenuRow): string =>
  [menu, ...Object.entries(row).map(([name, value]) => `${name}=${value}`)].join(' ');

export const baseOf = (rows: readonly MenuRow[]): readonly string[] =>
  rows
    .filter(({ row }) => networkOf(row) === undefined)
    .map(lineOf)
    .filter((line) => !STRANGERS.test(line));

/** What a network was asked to be: `DC1 office`. */
export type ShapeOf = (networkId: string) => string | undefined;

const brokenByRows = (
  network: NetworkRecord,
  rows: readonly MenuRow[],
  wanted: readonly string[] | undefined,
): readonly string[] => {
  if (wanted === undefined) return [];
  const found = anonymous(rows, network);
  return [
    ...without(found, wanted).map((line) => `${network.id} has a row too many: ${line}`),
    ...without(wanted, found).map((line) => `${network.id} lacks a row: ${line}`),
  ];
};

const brokenByNetwork = (
  network: NetworkRecord,
  jobs: readonly JobRecord[],
  rows: readonly MenuRow[],
  { shapes, shapeOf, touched }: Pick<Compared, 'shapes' | 'shapeOf' | 'touched'>,
): readonly string[] => {
  const { id, status, holdsPrefix, holdsVlan, provisioned } = network;
  const ends = jobs.map((job) => `${job.workflow} ${job.status}`).join(', ');
  const is = (what: string) => `${id} (${ends}) ${what}`;
  if (jobs.length === 0) return [is('is allocated by no job')];
  const expected = expectedOf(jobs);
  const holds = holdsPrefix && holdsVlan;
  // A row that somebody else has changed may stay behind; a free address may not be on a router.
  const isTouched = touched.has(id);
  if (expected === 'unsure') return holds ? [] : [is('is unsure and its addresses are not held')];
  if (expected === 'gone')
    return [
      ...(status === 'released' ? [] : [is(`is ${status} and not released`)]),
      ...(holdsPrefix || holdsVlan ? [is('still holds addresses or a VLAN')] : []),
      ...(isTouched ? [] : rows.map((row) => is(`is gone and has a row: ${lineOf(row)}`))),
    ];
  return [
    ...(status === 'allocated' && provisioned
      ? []
      : [is(`is ${status}, provisioned ${provisioned}`)]),
    ...(holds ? [] : [is('is on its router and does not hold its addresses')]),
    ...(isTouched ? [] : brokenByRows(network, rows, shapes.get(shapeOf(id) ?? ''))),
  ];
};

interface Compared extends Reference {
  readonly shapeOf: ShapeOf;
  readonly touched: Touched;
}

const isOfNobody = (network: string | undefined, known: ReadonlySet<string>): boolean =>
  network !== undefined && !known.has(network);

const brokenByRouter = (
  router: Router,
  rows: readonly MenuRow[],
  known: ReadonlySet<string>,
  { base }: Reference,
): readonly string[] => {
  const before = base.get(router.datacenter) ?? [];
  const now = baseOf(rows);
  return [
    ...without(now, before).map((line) => `${router.datacenter} has a row of nobody: ${line}`),
    ...without(before, now).map((line) => `${router.datacenter} lost a row of its base: ${line}`),
    ...rows
      .filter(({ row }) => isOfNobody(networkOf(row), known))
      .map((row) => `${router.datacenter} has a row of an unknown network: ${lineOf(row)}`),
  ];
};

/** Whether IPAM, jobs, ledger, name server and routers say the same; a sentence for each disagreement. */
export const balance = async (
  ground: Ground,
  compared: Compared,
): Promise<{ readonly records: Records; readonly faults: readonly string[] }> => {
  const [records, quarrels, names, lostNames] = await Promise.all([
    readRecords(ground.database),
    readQuarrels(ground.database),
    ground.names.records(),
    ground.names.lostStrangers(),
  ]);
  const jobsOf = Map.groupBy(records.jobs, ({ networkId }) => networkId);
  const known = new Set(records.networks.map(({ id }) => id));
  const faults: string[] = [...quarrels, ...brokenByNames(records.networks, jobsOf, names)];
  for (const name of lostNames) faults.push(`${name}, of another administrator, is gone`);
  const rowsOf = new Map<string | undefined, MenuRow[]>();
  for (const router of ground.routers) {
    const rows = await router.rows();
    faults.push(...brokenByRouter(router, rows, known, compared));
    for (const [network, own] of Map.groupBy(rows, ({ row }) => networkOf(row)))
      rowsOf.set(network, [...(rowsOf.get(network) ?? []), ...own]);
  }
  for (const job of records.jobs) faults.push(...brokenByJob(job, compared.touched));
  for (const network of records.networks)
    faults.push(
      ...brokenByNetwork(
        network,
        jobsOf.get(network.id) ?? [],
        rowsOf.get(network.id) ?? [],
        compared,
      ),
    );
  for (const { networkId, status, workflow } of records.jobs)
    if (workflow === 'network.provision' && status === 'COMPLETED' && !known.has(networkId ?? ''))
      faults.push(`${networkId ?? ''} is provisioned and ipam does not know it`);
  return { records, faults };
};
