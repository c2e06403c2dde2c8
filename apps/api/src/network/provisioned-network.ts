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

export const PROVISIONED_NETWORK_SCHEMA = objectSchema<ProvisionedNetwork>(
  {
    networkId: networkJobFields.networkId,
    ...allocationFields,
    datacenter: { type: 'string', examples: ['DC1'] },
    status: NETWORK_STATUS,
    provisioningSteps: jobFields.steps,
    warnings: jobFields.warnings,
    jobId: jobFields.jobId,
  },
  { description: 'A network, and how it came about' },
);

export const provisionedNetwork = (
  { jobId, networkId }: NetworkJobRef,
  { datacenter, steps, warnings }: Pick<JobView, 'datacenter' | 'steps' | 'warnings'>,
  { vlanId, subnet, gateway, dhcpRange, status }: NonNullable<JobView['result']>,
): ProvisionedNetwork => ({
  networkId,
  vlanId,
  subnet,
  gateway,
  dhcpRange,
  datacenter,
  status,
  provisioningSteps: steps,
  warnings,
  jobId,
});
