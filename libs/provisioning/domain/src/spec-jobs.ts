import type {
  AllocationResult,
  DatacenterPrepareAccepted,
  JobAccepted,
  NetworkProvisionAccepted,
  Reason,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import type { Change, Plan, RouterFailure, Stage } from '@ferrule/router-contracts';
import { datacenterPrepareAccepted, networkProvisionAccepted } from './workflows.ts';

// For the specs of this library alone: what jobs are about.

export const NOON = Date.parse('2026-01-01T12:00:00.000Z');

export const ref = { jobId: 'job-1', networkId: 'net-1' };

export const request: ResolvedRequest = {
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  enableDHCP: true,
  firewallProfile: 'standard',
  bgpEnabled: false,
  description: null,
};

export const allocation: AllocationResult = {
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
};

const change: Change = { path: '/interface/vlan', before: null, after: {}, critical: true };
const stage = (phase: Stage['phase']): Stage => ({ phase, changes: [change] });

/** Phases 1, 3, 5 and 7, and what enables it all. */
export const plan: Plan = {
  stages: [stage(1), stage(3), stage(5), stage(7), stage('activation')],
  warnings: ['l2mtu is tight'],
};

export const basePlan: Plan = { stages: [stage(1), stage(7), stage(8)], warnings: [] };

export const provision = (changed: Partial<ResolvedRequest> = {}): NetworkProvisionAccepted =>
  networkProvisionAccepted({
    ...ref,
    publisher: 'billing',
    request: { ...request, ...changed },
    router: 'dc1-r1',
    warnings: [],
  });

export const provisionV1 = (changed: Partial<ResolvedRequest> = {}): NetworkProvisionAccepted => ({
  type: 'NetworkProvisionAccepted',
  data: {
    ...ref,
    publisher: 'billing',
    request: { ...request, ...changed },
    definition: 'network.provision',
    definitionVersion: 1,
    warnings: [],
  },
});

export const prepare: DatacenterPrepareAccepted = datacenterPrepareAccepted({
  jobId: 'job-2',
  datacenter: 'DC1',
  router: 'dc1-r1',
  publisher: 'api',
});

/** A job of every workflow, in every version that a job may still have. */
export const everyJob: Readonly<Record<JobAccepted['type'], readonly JobAccepted[]>> = {
  NetworkProvisionAccepted: [provisionV1(), provision(), provision({ enableDHCP: false })],
  DatacenterPrepareAccepted: [prepare],
};

export const refused: RouterFailure = {
  code: 'ROUTER_REFUSED',
  message: 'the router refused /ip/address/add: failure: out of luck',
  field: '/ip/address',
  suggestion: null,
};

export const reasonOf = (code: string, message = 'as somebody said'): Reason => ({
  code,
  message,
  field: null,
  suggestion: null,
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
});
