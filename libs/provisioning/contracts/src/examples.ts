import { DEPROVISION_EVENT_EXAMPLES, DEPROVISION_NETWORK_EXAMPLE } from './deprovision-examples.ts';
import type { NetworkJobRef } from './job-messages.ts';
import type { JobView, StepView } from './job-view.ts';
import type {
  AllocationResult,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionPlanned,
  NetworkProvisionRejected,
  ResolvedRequest,
} from './messages.ts';
import type { ProvisionNetworkRequest } from './provision-network.payload.ts';

export const PROVISION_NETWORK_EXAMPLE = {
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  options: {
    enableDHCP: true,
    firewallProfile: 'standard',
    bgpEnabled: false,
    description: 'ACME production network',
  },
} as const satisfies ProvisionNetworkRequest;

const ref: NetworkJobRef = {
  jobId: 'job-1f0c9a7e5d3b482690ac47fe',
  networkId: 'net-6b1d2f8c0e9a4357',
};

const request: ResolvedRequest = {
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  enableDHCP: true,
  firewallProfile: 'standard',
  bgpEnabled: false,
  description: 'ACME production network',
  ipv6: null,
  prefix: null,
  vrf: null,
  dnsZone: null,
  dryRun: false,
  tags: [],
  ticket: null,
};

const result: AllocationResult = {
  vlanId: 150,
  serviceVlan: null,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  ipv6Prefix: null,
  ipv6Subnet: null,
  ipv6Gateway: null,
};

const NO_NAME = 'no zone was named';

const at = (second: number): string => `2026-01-05T10:00:0${second}.000Z`;

const done = (step: StepView['step'], second: number): StepView => ({
  step,
  status: 'completed',
  timestamp: at(second),
});

/** A job that came to its end. */
export const JOB_EXAMPLE: JobView & { readonly request: ResolvedRequest } & NetworkJobRef = {
  ...ref,
  workflow: 'network.provision',
  datacenter: request.datacenter,
  status: 'COMPLETED',
  currentStep: null,
  errorMessage: null,
  error: null,
  startTime: at(0),
  endTime: at(4),
  steps: [
    done('ipam_allocation', 1),
    done('router_vlan_creation', 4),
    done('firewall_rules', 3),
    done('dhcp_configuration', 2),
    { step: 'dns_update', status: 'skipped', timestamp: at(1), detail: NO_NAME },
  ],
  warnings: [],
  request,
  removal: null,
  plan: null,
  result: { ...result, status: 'provisioned' },
  rollback: null,
  left: [],
  paused: null,
  waitsFor: null,
  parentJobId: null,
  children: null,
  publisher: 'api',
  actor: 'key:ada',
  tenant: 'demo',
};

/** A network that was taken down. */
export const DEPROVISION_JOB_EXAMPLE: JobView = {
  ...JOB_EXAMPLE,
  jobId: 'job-93d1e0b7c25a4f6f8b1e2d3c',
  workflow: 'network.deprovision',
  steps: [
    done('router_plan', 1),
    done('router_apply', 2),
    done('dns_withdrawal', 3),
    done('ipam_release', 4),
  ],
  request: null,
  removal: DEPROVISION_NETWORK_EXAMPLE,
  result: null,
};

/** The base configuration of a datacenter, on its router. */
export const PREPARE_JOB_EXAMPLE: JobView = {
  ...JOB_EXAMPLE,
  jobId: 'job-7d20c6a1b3f94e5588e1a2c4',
  networkId: null,
  workflow: 'datacenter.prepare',
  steps: [done('router_plan', 1), done('router_apply', 4)],
  request: null,
  result: null,
};

/** One that failed: its pool has no VLAN left. */
export const FAILED_JOB_EXAMPLE: typeof JOB_EXAMPLE & {
  readonly error: NonNullable<JobView['error']>;
} = {
  ...JOB_EXAMPLE,
  status: 'FAILED',
  errorMessage: 'pool DC1-production has no free VLAN between 100 and 2000',
  error: {
    code: 'VLAN_EXHAUSTED',
    message: 'pool DC1-production has no free VLAN between 100 and 2000',
    field: 'datacenter',
    suggestion: 'release a network that is no longer used, or widen the VLAN range of the pool',
    resource: 'vlans',
    current: 1901,
    maximum: 1901,
    rangeStart: '100',
    rangeEnd: '2000',
  },
  steps: JOB_EXAMPLE.steps.map(({ step }, index) =>
    index === 0
      ? {
          step,
          status: 'failed',
          timestamp: at(1),
          detail: 'pool DC1-production has no free VLAN between 100 and 2000',
        }
      : { step, status: 'pending', timestamp: null },
  ),
  warnings: [],
  result: null,
};

/** What a publisher hears of its command. */
export const PROVISIONING_EVENT_EXAMPLES = {
  NetworkProvisionAccepted: {
    ...ref,
    publisher: 'billing',
    definition: 'network.provision',
    definitionVersion: 3,
    request,
    router: 'dc1-r1',
    warnings: [],
  } satisfies NetworkProvisionAccepted['data'],
  NetworkProvisionRejected: {
    jobId: ref.jobId,
    publisher: 'billing',
    code: 'VALIDATION_FAILED',
    field: 'size',
    message: 'size must be a prefix length from /16 to /30, with its slash, such as /24',
    suggestion: null,
  } satisfies NetworkProvisionRejected['data'],
  NetworkProvisionCompleted: {
    ...ref,
    ...result,
    serviceVlan: 1000,
    ipv6Prefix: '2001:db8:150::/56',
    ipv6Subnet: '2001:db8:150::/64',
    ipv6Gateway: '2001:db8:150::1',
    clientId: request.clientId,
    type: request.type,
    dnsZone: 'dc1.example',
    vrf: null,
    datacenter: request.datacenter,
    status: 'provisioned',
    warnings: [],
  } satisfies NetworkProvisionCompleted['data'],
  NetworkProvisionFailed: {
    ...ref,
    step: 'ipam_allocation',
    reason: FAILED_JOB_EXAMPLE.error,
    rollback: null,
  } satisfies NetworkProvisionFailed['data'],
  NetworkProvisionPlanned: {
    ...ref,
    ...result,
    clientId: request.clientId,
    datacenter: request.datacenter,
    status: 'planned',
    warnings: [],
  } satisfies NetworkProvisionPlanned['data'],
  ...DEPROVISION_EVENT_EXAMPLES,
} as const;
