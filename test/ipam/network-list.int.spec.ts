import { beforeAll, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call, query } = useEdge();

/** Which networks are listed, by the names that they were given. */
const listed = async (search: string) => {
  const { status, body } = await call('GET', `/networks?${search}`);
  const networks = body['networks'] as readonly { readonly description: string }[];
  expect([search, status]).toEqual([search, 200]);
  return networks.map(({ description }) => description).sort();
};

beforeAll(async () => {
  for (const [name, datacenter, clientId, tags] of [
    ['allocated', 'DC1', 'acme', ['web']],
    ['provisioned', 'DC1', 'acme', ['web', 'tier-1']],
    ['going', 'DC2', 'acme', []],
    ['kept', 'DC2', 'globex', []],
    ['released', 'DC2', 'globex', ['web']],
  ] as const) {
    const wish = { clientId, datacenter, size: '/28', type: 'production' };
    const { status } = await call('POST', '/networks/allocate', {
      ...wish,
      description: name,
      tags,
    });
    expect([name, status]).toEqual([name, 201]);
  }
  const is = (name: string, values: string) =>
    query(`update network set ${values} where description = '${name}'`);
  await is('provisioned', 'provisioned_at = now()');
  await is('going', 'provisioned_at = now(), removal_begun_at = now()');
  await is(
    'kept',
    "provisioned_at = now(), removal_begun_at = now(), removal_failed_at = now() + interval '1 s'",
  );
  await is('released', "status = 'released', released_at = now()");
}, 60_000);

it('networks are listed by what is looked for, and of all that is asked for both', async () => {
  expect(await listed('datacenter=DC1')).toEqual(['allocated', 'provisioned']);
  expect(await listed('client=globex')).toEqual(['kept', 'released']);
  expect(await listed('tag=web')).toEqual(['allocated', 'provisioned', 'released']);
  expect(await listed('tag=web&datacenter=DC1&status=provisioned')).toEqual(['provisioned']);
  expect(await listed('type=staging')).toEqual([]);
});

it.each([
  ['allocated', ['allocated']],
  ['provisioned', ['kept', 'provisioned']],
  ['deprovisioning', ['going']],
  ['released', ['released']],
])('networks are listed by the status that they show: %s', async (status, names) => {
  expect(await listed(`status=${status}`)).toEqual(names);
  const { body } = await call('GET', `/networks?status=${status}`);
  const networks = body['networks'] as readonly { readonly status: string }[];
  expect(new Set(networks.map((network) => network.status))).toEqual(new Set([status]));
});

it('pages of what is looked for meet without a gap', async () => {
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await call('GET', `/networks?limit=1&tag=web${cursor}`);
    seen.push(
      ...(body['networks'] as readonly { description: string }[]).map((n) => n.description),
    );
    if (typeof body['next'] !== 'string') break;
    cursor = `&cursor=${body['next']}`;
  }
  expect(seen.sort()).toEqual(['allocated', 'provisioned', 'released']);
});
