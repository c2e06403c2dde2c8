import { USERS } from '@ferrule/dev-stack';
import { type Reference, baseOf } from './books.ts';
import { anonymous } from './expected-rows.ts';
import { Ground } from './ground.ts';
import { DATACENTERS, type Shape, SHAPES } from './plan.ts';
import { Publisher } from './publisher.ts';
import { readRecords } from './records.ts';
import { HttpRequester } from './requester.ts';
import { networkOf } from './router.ts';
import type { Site } from './storm.ts';
import { comeToRest } from './unrest.ts';

const rightsOf = (name: string): readonly string[] =>
  USERS.find(({ user }) => user === name)?.publish ?? [];

/** One network of each kind in each datacenter, asked for in good weather, stays as the pattern. */
const patterns = async (
  ground: Ground,
  http: HttpRequester,
  rest: () => Promise<readonly string[]>,
): Promise<Reference> => {
  const base = new Map<string, readonly string[]>();
  for (const router of ground.routers) base.set(router.datacenter, baseOf(await router.rows()));
  const asked = DATACENTERS.flatMap((datacenter) =>
    (Object.keys(SHAPES) as Shape[]).map(async (shape) => {
      const key = `pattern-${datacenter}-${shape}`;
      const body = { clientId: 'pattern', datacenter, ...SHAPES[shape] };
      const answer = await http.provision(key, body, performance.now() + 60_000);
      if (answer.said !== 'accepted') throw new Error(`${key}: ${JSON.stringify(answer)}`);
      return { networkId: answer.networkId, kind: `${datacenter} ${shape}` };
    }),
  );
  const kinds = await Promise.all(asked);
  const unrest = await rest();
  if (unrest.length > 0) throw new Error(`in good weather: ${unrest.join('; ')}`);
  const { networks } = await readRecords(ground.database);
  const rows = (await Promise.all(ground.routers.map((router) => router.rows()))).flat();
  const shapes = new Map<string, readonly string[]>();
  for (const { networkId, kind } of kinds) {
    const network = networks.find(({ id }) => id === networkId);
    if (network?.provisioned !== true) throw new Error(`${kind} came to nothing in good weather`);
    const own = rows.filter(({ row }) => networkOf(row) === networkId);
    shapes.set(kind, anonymous(own, network));
  }
  return { base, shapes };
};

/** Brings up a stack, and looks what is right while nothing is wrong. */
export const openSite = async (root: string): Promise<Site> => {
  const ground = await Ground.start(root);
  try {
    const operator = await ground.bus('operator');
    const http = new HttpRequester(ground);
    const publisher = new Publisher('billing', await ground.bus('billing'));
    const reference = await patterns(ground, http, () =>
      comeToRest(ground.database, operator, 60_000),
    );
    return {
      ...{ ground, operator, http, publisher, reference },
      networks: new Map(),
      touched: new Map(),
      removes: rightsOf('billing').some((subject) => subject.includes('.deprovision.')),
      orders: 0,
    };
  } catch (error) {
    await ground.stop();
    throw error;
  }
};
