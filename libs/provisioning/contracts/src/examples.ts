import type {
  AllocationResult,
  JobRef,
  JobView,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionRejected,
  ResolvedRequest,
  StepView,
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

const ref: JobRef = { jobId: 'job-1f0c9a7e5d3b482690ac47fe', networkId: 'net-6b1d2f8c0e9a4357' };

const request: ResolvedRequest = {
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  enableDHCP: true,
  firewallProfile: 'standard',
  bgpEnabled: false,
  description: 'ACME production network',
};

const result: AllocationResult = {
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
};

const NO_ROUTER = 'the router was not configured: no router gateway takes part in this workflow';
const NO_DNS = 'no name was published: no DNS server takes part in this workflow';

const at = (second: number): string => `2026-01-05T10:00:0${second}.000Z`;

const skipped = (step: StepView['step'], detail: string): StepView => ({
  step,
  status: 'skipped',
  timestamp: at(1),
  detail,
});

/** A job that came to its end. */
export const JOB_EXAMPLE: JobView = {
  ...ref,
  status: 'COMPLETED',
  currentStep: null,
  errorMessage: null,
  error: null,
  startTime: at(0),
  endTime: at(1),
  steps: [
    { step: 'ipam_allocation', status: 'completed', timestamp: at(1) },
    skipped('router_vlan_creation', NO_ROUTER),
    skipped('firewall_rules', NO_ROUTER),
    skipped('dhcp_configuration', NO_ROUTER),
    skipped('dns_update', NO_DNS),
  ],
  warnings: [NO_ROUTER, NO_DNS],
  request,
  result: { ...result, status: 'allocated' },
  publisher: 'api',
  actor: 'anonymous',
  tenant: 'demo',
};

/** One that failed: its pool has no VLAN left. */
export const FAILED_JOB_EXAMPLE: JobView & { readonly error: NonNullable<JobView['error']> } = {
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
    definitionVersion: 1,
    request,
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
    clientId: request.clientId,
    datacenter: request.datacenter,
    status: 'allocated',
    warnings: [NO_ROUTER, NO_DNS],
  } satisfies NetworkProvisionCompleted['data'],
  NetworkProvisionFailed: {
    ...ref,
    step: 'ipam_allocation',
    reason: FAILED_JOB_EXAMPLE.error,
  } satisfies NetworkProvisionFailed['data'],
} as const;
