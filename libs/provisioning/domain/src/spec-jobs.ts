import type {
  AllocationResult,
  DatacenterPrepareAccepted,
  JobAccepted,
  NetworkBatchAccepted,
  NetworkDeprovisionAccepted,
  NetworkProvisionAccepted,
  Reason,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import type { Change, Plan, RouterFailure, Stage } from '@ferrule/router-contracts';
import {
  datacenterPrepareAccepted,
  networkDeprovisionAccepted,
  networkProvisionAccepted,
} from './accepted.ts';
import { networkBatchAccepted } from './network-batch.ts';
import { WORKFLOWS } from './workflows.ts';

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

const change: Change = {
  path: '/interface/vlan',
  before: null,
  after: { name: 'vlan150', comment: 'nnc-provisioned-net-1' },
  critical: true,
};
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

export const deprovision: NetworkDeprovisionAccepted = networkDeprovisionAccepted({
  jobId: 'job-3',
  networkId: 'net-1',
  publisher: 'billing',
  request: { networkId: 'net-1', force: false, reason: null, ticket: null },
  network: {
    ...{ clientId: 'acme-corp', datacenter: 'DC1', vlanId: 150, serviceVlan: null },
    ...{ subnet: '172.16.150.0/24', ipv6Prefix: null, dnsZone: 'acme.example', isReleased: false },
  },
  router: 'dc1-r1',
  warnings: [],
});

export const batch: NetworkBatchAccepted = networkBatchAccepted({
  jobId: 'job-4',
  publisher: 'billing',
  parallel: 2,
  networks: [1, 2, 3].map((n) => ({ networkId: `net-4${n}`, router: 'dc1-r1', request })),
});

const dryRun = provision({ dryRun: true });
export const planned: JobAccepted = { ...dryRun, data: { ...dryRun.data, preview: allocation } };

/** What each workflow may be about, in whatever version: one of each kind that takes another way. */
const SAMPLES: Readonly<Record<JobAccepted['type'], readonly JobAccepted[]>> = {
  NetworkProvisionAccepted: [
    provision(),
    provision({ enableDHCP: false }),
    provision({ dnsZone: 'acme.example' }),
    planned,
  ],
  NetworkDeprovisionAccepted: [deprovision],
  DatacenterPrepareAccepted: [prepare],
  NetworkBatchAccepted: [batch],
};

/** Jobs of a workflow in that very version. A workflow of which there is none has no specs, and fails them. */
export const jobsOf = (name: string, version: number): readonly JobAccepted[] =>
  Object.values(SAMPLES)
    .flat()
    .filter(({ data }) => data.definition === name)
    .map((job) => ofVersion(job, version));

const ofVersion = <Job extends JobAccepted>(job: Job, definitionVersion: number): Job => ({
  ...job,
  data: { ...job.data, definitionVersion },
});

/** A job of every workflow, in every version that a job may still have. */
export const everyJob: readonly JobAccepted[] = WORKFLOWS.flatMap(({ name, version }) =>
  jobsOf(name, version),
);

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
