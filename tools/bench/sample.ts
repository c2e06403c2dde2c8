import { randomUUID } from 'node:crypto';
import type { Meta } from '@ferrule/kernel';
import type { NewEvent } from '@ferrule/event-store';

/** An event of the size that the services record most: 320 bytes of body, 230 of meta. */
export const sampleEvent = (n: number): NewEvent & { type: string; data: object } => ({
  type: 'NetworkAllocated',
  data: {
    networkId: randomUUID(),
    clientId: `client-${n % 1000}`,
    type: 'customer',
    datacenter: 'dc-oslo-1',
    size: '/24',
    enableDHCP: true,
    description: 'Office network, second floor',
    poolId: 'pool-private-1',
    vlanId: 100 + (n % 3900),
    subnet: `10.${(n >> 8) % 256}.${n % 256}.0/24`,
    gateway: `10.${(n >> 8) % 256}.${n % 256}.1`,
    dhcpRange: `10.${(n >> 8) % 256}.${n % 256}.100-10.${(n >> 8) % 256}.${n % 256}.200`,
  },
});

export const sampleMeta = (): Meta => ({
  correlationId: randomUUID(),
  causationId: randomUUID(),
  actor: 'billing',
  tenant: 'acme',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
});

/** The same as SQL, for stores that are filled by the hundred thousand; `n` is the row's number. */
export const SAMPLE_BODY_SQL = `format(
  '{"clientId":"client-%s","datacenter":"dc-oslo-1","description":"Office network, second floor",' ||
  '"dhcpRange":"10.%s.%s.100-10.%s.%s.200","enableDHCP":true,"gateway":"10.%s.%s.1",' ||
  '"networkId":"%s","poolId":"pool-private-1","size":"/24","subnet":"10.%s.%s.0/24",' ||
  '"type":"customer","vlanId":%s}',
  n % 1000, (n / 256) % 256, n % 256, (n / 256) % 256, n % 256, (n / 256) % 256, n % 256,
  gen_random_uuid(), (n / 256) % 256, n % 256, 100 + n % 3900)`;

export const SAMPLE_META_SQL = `format(
  '{"actor":"billing","causationId":"%s","correlationId":"%s","tenant":"acme",' ||
  '"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}',
  gen_random_uuid(), gen_random_uuid())`;
