import type {
  KnownNetwork,
  NetworkDeprovisionAccepted,
  NetworkDeprovisionCompleted,
  NetworkDeprovisionFailed,
  NetworkDeprovisionRejected,
} from './deprovision-messages.ts';
import type { DeprovisionNetworkRequest } from './deprovision-network.payload.ts';
import type { NetworkJobRef } from './job-messages.ts';

export const DEPROVISION_NETWORK_EXAMPLE = {
  networkId: 'net-6b1d2f8c0e9a4357',
  force: false,
  reason: 'the customer has left',
  ticket: 'CHG-4712',
} as const satisfies DeprovisionNetworkRequest;

const ref: NetworkJobRef = {
  jobId: 'job-93d1e0b7c25a4f6f8b1e2d3c',
  networkId: DEPROVISION_NETWORK_EXAMPLE.networkId,
};

const network: Omit<KnownNetwork, 'isReleased'> = {
  clientId: 'acme-corp',
  datacenter: 'DC1',
  vlanId: 150,
  serviceVlan: null,
  subnet: '172.16.150.0/24',
  ipv6Prefix: null,
  dnsZone: 'dc1.example',
};

export const DEPROVISION_EVENT_EXAMPLES = {
  NetworkDeprovisionAccepted: {
    ...ref,
    publisher: 'billing',
    definition: 'network.deprovision',
    definitionVersion: 1,
    request: DEPROVISION_NETWORK_EXAMPLE,
    network: { ...network, isReleased: false },
    router: 'dc1-r1',
    warnings: [],
  } satisfies NetworkDeprovisionAccepted['data'],
  NetworkDeprovisionRejected: {
    jobId: ref.jobId,
    publisher: 'billing',
    code: 'NETWORK_IN_USE',
    field: 'networkId',
    message: 'an address of the network is in use: 172.16.150.10 (web-1)',
    suggestion: 'give the addresses back first, or ask for it with force',
  } satisfies NetworkDeprovisionRejected['data'],
  NetworkDeprovisionCompleted: {
    ...ref,
    ...network,
    status: 'released',
    warnings: [],
  } satisfies NetworkDeprovisionCompleted['data'],
  NetworkDeprovisionFailed: {
    ...ref,
    step: 'router_apply',
    reason: {
      code: 'ROUTER_REFUSED',
      message: 'the router refused /ip/address/remove: failure: out of luck',
      field: '/ip/address',
      suggestion: null,
      resource: null,
      current: null,
      maximum: null,
      rangeStart: null,
      rangeEnd: null,
    },
    rollback: null,
  } satisfies NetworkDeprovisionFailed['data'],
} as const;
