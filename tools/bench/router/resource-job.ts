/** A process that plans and applies rows on one router, and says how long it took and how large it grew. */
import {
  type Answer,
  applyStage,
  dialectOf,
  type Dialogue,
  planChanges,
  type Resource,
  type RouterDriver,
  RouterError,
  RouterTrap,
} from '@ferrule/router-domain';
import type { Plan } from '@ferrule/router-contracts';
import { RouterOsDriver } from '@ferrule/routeros';
import { openClient } from './clients.ts';

export type ResourceJob = { readonly port: number } & (
  | { readonly do: 'apply' | 'one by one'; readonly networks: number }
  | { readonly do: 'plan'; readonly tag: string; readonly wanted: readonly Resource[] }
);

export interface Applied {
  readonly rows: number;
  readonly stages: number;
  readonly planSeconds: number;
  readonly applySeconds: number;
}

export interface PlannedRows {
  readonly changes: number;
  readonly seconds: number;
  readonly peakMiB: number;
}

const TAG = 'nnc-provisioned-bench';

const row = (path: string, attributes: Record<string, string>): Resource => ({
  path,
  attributes: { ...attributes, comment: TAG },
  critical: true,
});

/** Ten rows a network: a hundred of them are a thousand resources in four phases and an activation. */
export const ROWS_OF_A_NETWORK = 10;

const network = (n: number): readonly Resource[] => {
  const name = `vlan${100 + n}`;
  const net = `10.${Math.floor(n / 250)}.${n % 250}`;
  const member = (list: string) => row('/interface/list/member', { list, interface: name });
  const entry = (list: string) =>
    row('/ip/firewall/address-list', { list, address: `${net}.0/24` });
  return [
    {
      ...row('/interface/vlan', { name, interface: 'sfp-sfpplus1', 'vlan-id': String(100 + n) }),
      gate: true,
    },
    row('/ip/pool', { name, ranges: `${net}.100-${net}.200` }),
    row('/ip/address', { address: `${net}.1/24`, interface: name }),
    row('/ip/dhcp-server/network', { address: `${net}.0/24`, gateway: `${net}.1` }),
    row('/ip/dhcp-server', { name, interface: name, 'address-pool': name, disabled: 'false' }),
    member('all-clients'),
    member('standard'),
    entry('networks'),
    entry('nat'),
    entry('announced'),
  ];
};

const LISTS = ['all-clients', 'standard'];

export const rowsOf = (networks: number): readonly Resource[] =>
  Array.from({ length: networks }, (_, n) => network(n)).flat();

const answerTo = (error: unknown): Answer => {
  if (error instanceof RouterTrap) return { trap: { message: error.message, category: null } };
  if (error instanceof RouterError) return { unknown: error.code };
  throw error;
};

/** Sends each batch side by side, and nothing beside it. */
const hold = async <Result>(driver: RouterDriver, dialogue: Dialogue<Result>): Promise<Result> => {
  let step = dialogue.next();
  while (step.done !== true) {
    const answers = await Promise.all(
      step.value.commands.map((command) =>
        driver.send(command).then((reply): Answer => ({ reply }), answerTo),
      ),
    );
    step = dialogue.next(answers);
  }
  return step.value;
};

const plan = async (driver: RouterDriver, tag: string, wanted: readonly Resource[]) => {
  const planned = await hold(driver, planChanges(tag, wanted, dialectOf('7.24')));
  if ('failure' in planned) throw new Error(planned.failure.message);
  return planned.plan;
};

const driverTo = (port: number): RouterDriver =>
  new RouterOsDriver({ host: '127.0.0.1', port, user: 'admin', password: '' });

const seconds = (start: number): number => (performance.now() - start) / 1000;

const addLists = async (driver: RouterDriver): Promise<void> => {
  for (const name of LISTS)
    await driver.send({ command: '/interface/list/add', attributes: { name } });
};

const carryOut = async (driver: RouterDriver, { stages }: Plan): Promise<void> => {
  for (const stage of stages) {
    const { failure } = await hold(driver, applyStage(stage));
    if (failure !== null) throw new Error(failure.message);
  }
};

/** Once before it counts: a gateway has run for a while, and so has what is measured beside it. */
const warmUp = async (driver: RouterDriver, wanted: readonly Resource[]): Promise<void> => {
  await carryOut(driver, await plan(driver, TAG, wanted));
  await carryOut(driver, await plan(driver, TAG, []));
};

const apply = async ({ port, networks }: ResourceJob & { do: 'apply' }): Promise<Applied> => {
  const driver = driverTo(port);
  await addLists(driver);
  const wanted = rowsOf(networks);
  await warmUp(driver, wanted);
  const planning = performance.now();
  const planned = await plan(driver, TAG, wanted);
  const planSeconds = seconds(planning);
  const applying = performance.now();
  await carryOut(driver, planned);
  const applySeconds = seconds(applying);
  const again = await plan(driver, TAG, wanted);
  if (again.stages.length > 0) throw new Error('what was applied is not what was wanted');
  await driver.close();
  return { rows: wanted.length, stages: planned.stages.length, planSeconds, applySeconds };
};

/** As the package is used by most: one command, its answer, the next. It neither looks before nor after. */
const oneByOne = async ({
  port,
  networks,
}: ResourceJob & { do: 'one by one' }): Promise<Applied> => {
  const client = await openClient('node-routeros', { port, timeoutMs: 60_000 });
  for (const name of LISTS)
    await client.ask({ command: '/interface/list/add', attributes: { name } });
  const wanted = rowsOf(networks);
  const start = performance.now();
  for (const { path, attributes } of wanted)
    await client.ask({ command: `${path}/add`, attributes });
  return { rows: wanted.length, stages: 1, planSeconds: 0, applySeconds: seconds(start) };
};

const planOnly = async ({
  port,
  tag,
  wanted,
}: ResourceJob & { do: 'plan' }): Promise<PlannedRows> => {
  const driver = driverTo(port);
  await driver.send({ command: '/system/identity/print' });
  const start = performance.now();
  const { stages } = await plan(driver, tag, wanted);
  const took = seconds(start);
  await driver.close();
  return {
    changes: stages.reduce((sum, { changes }) => sum + changes.length, 0),
    seconds: took,
    peakMiB: process.resourceUsage().maxRSS / 2 ** 10,
  };
};

const work = (job: ResourceJob): Promise<object> => {
  switch (job.do) {
    case 'apply':
      return apply({ ...job, do: 'apply' });
    case 'one by one':
      return oneByOne({ ...job, do: 'one by one' });
    case 'plan':
      return planOnly(job);
  }
};

if (process.send !== undefined) {
  process.once('disconnect', () => process.exit());
  process.once('message', (job) => {
    // What fails here fails the process, which is how its parent hears of it.
    void work(job as ResourceJob).then((value) => process.send?.(value));
  });
}
