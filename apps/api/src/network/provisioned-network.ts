import { objectSchema } from '@ferrule/kernel';
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
  readonly warnings: readonly string[];
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
    warnings: jobFields.warnings,
    jobId: jobFields.jobId,
  },
  {
    description: 'A network, and how it came about',
    // What networks of old jobs do not say.
    optional: Object.keys(newer).filter(isNewer),
  },
);

export const provisionedNetwork = (
  { jobId, networkId }: NetworkJobRef,
  { datacenter, steps, warnings }: Pick<JobView, 'datacenter' | 'steps' | 'warnings'>,
  { status, ...allocation }: NonNullable<JobView['result']>,
): ProvisionedNetwork => ({
  networkId,
  ...allocation,
  datacenter,
  status,
  provisioningSteps: steps,
  warnings,
  jobId,
});
