import { objectSchema, orNull } from '@ferrule/kernel';
import {
  type AllocationResult,
  allocationFields,
  type NetworkJobRef,
  jobFields,
  type JobView,
  networkJobFields,
  NETWORK_STATUS,
  type NetworkStatus,
  type StepView,
} from '@ferrule/provisioning-contracts';

/** The answer in the words of the provisioning API. */
export interface ProvisionedNetwork extends AllocationResult, NetworkJobRef {
  readonly datacenter: string;
  readonly status: NetworkStatus;
  readonly provisioningSteps: readonly StepView[];
  readonly dnsZone: string | null;
  readonly warnings: readonly string[];
  /** Of a dry run: every change of the router. */
  readonly plan?: JobView['plan'];
}

const { vlanId, subnet, gateway, dhcpRange, ...newer } = allocationFields;

const isNewer = (name: string): name is keyof typeof newer => Object.hasOwn(newer, name);

export const PROVISIONED_NETWORK_SCHEMA = objectSchema<ProvisionedNetwork>(
  {
    networkId: networkJobFields.networkId,
    ...{ vlanId, subnet, gateway, dhcpRange },
    datacenter: { type: 'string', examples: ['DC1'] },
    status: NETWORK_STATUS,
    provisioningSteps: jobFields.steps,
    ...newer,
    dnsZone: orNull({ type: 'string', examples: ['dc1.example'] }),
    warnings: jobFields.warnings,
    plan: jobFields.plan,
    jobId: jobFields.jobId,
  },
  {
    description: 'A network, and how it came about',
    // What networks of old jobs do not say, and what only a dry run does.
    optional: [...Object.keys(newer).filter(isNewer), 'plan'],
  },
);

export const provisionedNetwork = (
  { jobId, networkId }: NetworkJobRef,
  {
    datacenter,
    steps,
    warnings,
    request,
    plan,
  }: Pick<JobView, 'datacenter' | 'steps' | 'warnings' | 'request' | 'plan'>,
  { status, ...allocation }: NonNullable<JobView['result']>,
): ProvisionedNetwork => ({
  networkId,
  ...allocation,
  datacenter,
  status,
  provisioningSteps: steps,
  dnsZone: request?.dnsZone ?? null,
  warnings,
  ...(status === 'planned' && { plan }),
  jobId,
});
