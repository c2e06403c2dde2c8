import { ROLES } from '@ferrule/api-contracts';
import type { Problem } from '@ferrule/http';
import { QueryError } from '@ferrule/messaging';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';
import type { SpecKey } from '../spec-keys.ts';

const edge = useEdge();

/** Who may use a route at all. */
const WHO = {
  read: ['viewer', 'operator', 'admin', 'auditor'],
  operate: ['operator', 'admin'],
  administer: ['admin'],
  audit: ['operator', 'admin', 'auditor'],
} as const;

type Asked = keyof typeof WHO;

/** Of one's own tenant. */
const ROUTES: Readonly<Record<Asked, readonly string[]>> = {
  read: [
    'GET /api/v1/me',
    'GET /api/v1/networks',
    'GET /api/v1/networks/{networkId}',
    'GET /api/v1/networks/{networkId}/names',
    'GET /api/v1/networks/{networkId}/ips',
    'GET /api/v1/networks/{networkId}/ips/{address}',
    'POST /api/v1/networks/preview',
    'GET /api/v1/jobs',
    'GET /api/v1/jobs/{jobId}',
    'GET /api/v1/jobs/{jobId}/events',
    'GET /api/v1/jobs/{jobId}/timeline',
    'GET /api/v1/ipam/who-has',
    'GET /api/v1/ipam/search',
    'GET /api/v1/webhooks',
    'GET /api/v1/webhooks/{webhook}',
    'GET /api/v1/webhooks/{webhook}/deliveries',
    'GET /api/v1/webhooks/{webhook}/deliveries/{delivery}',
    'GET /api/v1/alert-rules',
    'GET /api/v1/alert-rules/{rule}',
  ],
  operate: [
    'POST /api/v1/networks/provision',
    'POST /api/v1/networks/provision-batch',
    'POST /api/v1/networks/allocate',
    'PATCH /api/v1/networks/{networkId}',
    'DELETE /api/v1/networks/{networkId}',
    'POST /api/v1/networks/{networkId}/ips',
    'POST /api/v1/networks/{networkId}/ips/next',
    'DELETE /api/v1/networks/{networkId}/ips/{address}',
    'POST /api/v1/networks/{networkId}/ranges',
    'DELETE /api/v1/networks/{networkId}/ranges/{range}',
    'POST /api/v1/jobs/{jobId}/pause',
    'POST /api/v1/jobs/{jobId}/resume',
    'POST /api/v1/jobs/{jobId}/cancel',
    'POST /api/v1/jobs/{jobId}/retry',
    'POST /api/v1/jobs/{jobId}/skip',
    'POST /api/v1/jobs/{jobId}/abandon',
    'POST /api/v1/webhooks',
    'PATCH /api/v1/webhooks/{webhook}',
    'DELETE /api/v1/webhooks/{webhook}',
    'POST /api/v1/webhooks/{webhook}/secret',
    'POST /api/v1/webhooks/{webhook}/enable',
    'POST /api/v1/webhooks/{webhook}/disable',
    'POST /api/v1/webhooks/{webhook}/ping',
    'POST /api/v1/webhooks/{webhook}/replay',
    'PUT /api/v1/alert-rules/{rule}',
    'DELETE /api/v1/alert-rules/{rule}',
  ],
  administer: [],
  audit: [
    'GET /api/v1/audit/events',
    'GET /api/v1/audit/events/{ref}',
    'GET /api/v1/audit/events/{ref}/proof',
    'GET /api/v1/audit/search',
    'GET /api/v1/audit/checkpoints',
    'GET /api/v1/audit/keys',
    'GET /api/v1/audit/export',
    'GET /api/v1/audit/networks/{id}',
    'GET /api/v1/audit/networks/{id}/timeline',
    'GET /api/v1/audit/holders',
    'GET /api/v1/audit/jobs/{id}/diff',
    'GET /api/v1/audit/searches',
    'PUT /api/v1/audit/searches/{name}',
    'DELETE /api/v1/audit/searches/{name}',
  ],
};

/** Of no tenant, but of the whole house. */
const OF_THE_HOUSE: Readonly<Record<Asked, readonly string[]>> = {
  read: [
    'GET /api/v1/datacenters',
    'GET /api/v1/datacenters/{datacenter}',
    'GET /api/v1/routers',
    'GET /api/v1/routers/{router}',
    'GET /api/v1/ipam/tree',
    'GET /api/v1/ipam/spaces/{space}/holdings',
    'GET /api/v1/ipam/pools',
    'GET /api/v1/ipam/pools/{pool}',
    'GET /api/v1/ipam/pools/{pool}/free',
    'GET /api/v1/ipam/prefixes/{prefix}',
    'GET /api/v1/ipam/vrfs',
    'GET /api/v1/ipam/supernets',
    'GET /api/v1/ipam/vlan-groups',
    'GET /api/v1/ipam/quotas',
    'GET /api/v1/ipam/number-pools',
    'GET /api/v1/ipam/number-pools/{numberPool}/numbers',
    'GET /api/v1/ipam/export',
    'GET /api/v1/ipam/imports/{importId}',
  ],
  operate: [
    'POST /api/v1/datacenters/{datacenter}/prepare',
    'POST /api/v1/datacenters/{datacenter}/maintenance',
    'DELETE /api/v1/datacenters/{datacenter}/maintenance',
    'POST /api/v1/routers/{router}/maintenance',
    'DELETE /api/v1/routers/{router}/maintenance',
    'POST /api/v1/routers/{router}/probe',
    'POST /api/v1/ipam/prefixes',
    'PATCH /api/v1/ipam/prefixes/{prefix}',
    'POST /api/v1/ipam/prefixes/{prefix}/split',
    'DELETE /api/v1/ipam/prefixes/{prefix}',
    'POST /api/v1/ipam/number-pools/{numberPool}/numbers',
    'DELETE /api/v1/ipam/number-pools/{numberPool}/numbers/{number}',
  ],
  administer: [
    'GET /api/v1/keys',
    'GET /api/v1/keys/{key}',
    'POST /api/v1/keys',
    'POST /api/v1/keys/{key}/rotate',
    'DELETE /api/v1/keys/{key}',
    'POST /api/v1/datacenters',
    'PATCH /api/v1/datacenters/{datacenter}',
    'POST /api/v1/routers',
    'PATCH /api/v1/routers/{router}',
    'PUT /api/v1/routers/{router}/credentials',
    'POST /api/v1/routers/{router}/retire',
    'POST /api/v1/ipam/pools',
    'PATCH /api/v1/ipam/pools/{pool}',
    'DELETE /api/v1/ipam/pools/{pool}',
    'POST /api/v1/ipam/vrfs',
    'DELETE /api/v1/ipam/vrfs/{vrf}',
    'POST /api/v1/ipam/supernets',
    'DELETE /api/v1/ipam/supernets/{supernet}',
    'POST /api/v1/ipam/vlan-groups',
    'DELETE /api/v1/ipam/vlan-groups/{vlanGroup}',
    'PUT /api/v1/ipam/quotas/{tenant}',
    'POST /api/v1/ipam/number-pools',
    'DELETE /api/v1/ipam/number-pools/{numberPool}',
    'POST /api/v1/ipam/imports/check',
    'POST /api/v1/ipam/imports/{importId}/lines',
    'POST /api/v1/ipam/imports/{importId}/commit',
    'POST /api/v1/ipam/imports/{importId}/undo',
    'PUT /api/v1/audit/retention/{tenant}',
  ],
  audit: ['GET /api/v1/audit/retention', 'GET /api/v1/audit/routers/{id}'],
};

const table = [ROUTES, OF_THE_HOUSE].flatMap((part) =>
  (['read', 'operate', 'administer', 'audit'] as const).flatMap((asked) =>
    part[asked].map((route) => ({ route, asked, isOfTheHouse: part === OF_THE_HOUSE })),
  ),
);

const splitRoute = (route: string): readonly [method: string, path: string] => {
  const [method = '', path = ''] = route.split(' ');
  return [method, path.replaceAll(/\{\w+\}/g, 'DC1')];
};

/** Whether the door and the guard let it pass; what becomes of it then is not their business. */
const isLetIn = async (route: string, authorization: string): Promise<boolean> => {
  const [method, path] = splitRoute(route);
  const response = await edge.send(method, path, undefined, { authorization });
  const text = await response.text();
  if (response.status !== 403) return response.status !== 401;
  expect((JSON.parse(text) as Problem).code).toBe('FORBIDDEN');
  return false;
};

const lettingIn = async (key: SpecKey): Promise<readonly string[]> => {
  const authorization = `Bearer ${edge.keys.issue(key)}`;
  // Nobody waits for services that are not there.
  edge.services.failure = new QueryError('SERVICE_UNAVAILABLE', 'nobody is there');
  const letIn: string[] = [];
  for (const { route } of table) if (await isLetIn(route, authorization)) letIn.push(route);
  return letIn;
};

const routesOf = (test: (row: (typeof table)[number]) => boolean): readonly string[] =>
  table.filter(test).map(({ route }) => route);

describe('each route', () => {
  it('is in the table: none is served about which nothing was decided', () => {
    expect(table.map(({ route }) => route).toSorted()).toEqual(edge.routes.toSorted());
  });

  it.each(ROLES)('lets in a %s that is limited to nothing as the table says', async (role) => {
    const roles = (asked: Asked): readonly string[] => WHO[asked];
    expect(await lettingIn({ role })).toEqual(routesOf(({ asked }) => roles(asked).includes(role)));
  });

  it.each(ROLES)('of the whole house is closed to a %s of one tenant', async (role) => {
    const roles = (asked: Asked): readonly string[] => WHO[asked];
    expect(await lettingIn({ role, tenants: ['acme'] })).toEqual(
      routesOf(({ asked, isOfTheHouse }) => !isOfTheHouse && roles(asked).includes(role)),
    );
  });

  it('that concerns all datacenters is closed to an admin of one, who could open all by it', async () => {
    const concernsAll = /\/(keys|quotas|imports|vrfs|retention)\b/;
    expect(await lettingIn({ datacenters: ['DC1'] })).toEqual(
      routesOf(({ route, asked }) => !concernsAll.test(route) || ['read', 'audit'].includes(asked)),
    );
  });

  it('lets in nobody without a credential', async () => {
    for (const { route } of table) {
      const [method, path] = splitRoute(route);
      const response = await fetch(edge.url + path, { method });
      const { code } = (await response.json()) as Problem;
      expect([route, response.status, code]).toEqual([route, 401, 'UNAUTHENTICATED']);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(edge.services.asked).toEqual([]);
  });

  it('says so in the document: what everybody may be refused with, and what to show', () => {
    const { components, security } = edge.document;
    expect(security).toEqual([{ key: [] }, { token: [] }]);
    expect(Object.keys(components?.securitySchemes ?? {})).toEqual(['key', 'token']);
    for (const { route } of table) {
      const { responses } = edge.operation(route);
      expect([route, Object.keys(responses)]).toEqual([
        route,
        expect.arrayContaining(['401', '403', '429']),
      ]);
    }
    for (const { status, code } of [
      { status: 401, code: 'UNAUTHENTICATED' },
      { status: 429, code: 'TOO_MANY_REQUESTS' },
    ]) {
      const shared = components?.responses?.[code];
      expect(JSON.stringify(shared)).toContain(`"status":${status}`);
    }
  });
});
