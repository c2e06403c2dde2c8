import { PUBLISHERS } from './nats-users.ts';
import type { DemoDatacenter } from './demo-datacenters.ts';

/** A process of ours, as the development stack runs it. */
export interface Service {
  /** Unique: one app may run for several datacenters. */
  readonly name: string;
  readonly app: string;
  readonly prefix: string;
  /** The NATS user. */
  readonly user: string;
  readonly schema?: string;
  /** Seals or opens the secrets of routers and webhooks. */
  readonly holdsKeys?: true;
  readonly env?: Readonly<Record<string, string>>;
}

const pairs = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([name, value]) => `${name}=${value}`).join(',');

export const servicesFor = (datacenters: readonly DemoDatacenter[]): readonly Service[] => [
  { name: 'ipam', app: 'ipam', prefix: 'FERRULE_IPAM', user: 'ipam', schema: 'ipam' },
  {
    name: 'provisioning-saga',
    app: 'provisioning-saga',
    prefix: 'FERRULE_PROVISIONING',
    user: 'provisioning',
    schema: 'provisioning',
    env: {
      FERRULE_PROVISIONING_PUBLISHERS: pairs(Object.entries(PUBLISHERS)),
      FERRULE_PROVISIONING_DATACENTERS: pairs(datacenters.map(({ id, router }) => [id, router])),
    },
  },
  {
    name: 'inventory',
    app: 'inventory',
    prefix: 'FERRULE_INVENTORY',
    user: 'inventory',
    schema: 'inventory',
    holdsKeys: true,
  },
  { name: 'audit', app: 'audit', prefix: 'FERRULE_AUDIT', user: 'audit', schema: 'audit' },
  {
    name: 'notifier',
    app: 'notifier',
    prefix: 'FERRULE_NOTIFIER',
    user: 'notifier',
    schema: 'notifier',
    holdsKeys: true,
    // Whoever tries it has his receiver on the same machine.
    env: { FERRULE_NOTIFIER_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128' },
  },
  {
    name: 'api',
    app: 'api',
    prefix: 'FERRULE_API',
    user: 'api',
    schema: 'api',
    holdsKeys: true,
    // One key does everything here, also what tools send as fast as they can.
    env: { FERRULE_API_LIMIT_RATE: '5000', FERRULE_API_LIMIT_BURST: '10000' },
  },
  ...datacenters.map(({ id }) => ({
    name: `router-gateway-${id}`,
    app: 'router-gateway',
    prefix: 'FERRULE_ROUTER_GATEWAY',
    user: `router_gateway_${id.toLowerCase()}`,
    holdsKeys: true as const,
    env: {
      FERRULE_ROUTER_GATEWAY_DATACENTER: id,
      // Nobody waits half a minute for a gateway that was killed on his own machine.
      FERRULE_ROUTER_GATEWAY_LEASE_TTL: '6s',
    },
  })),
];
