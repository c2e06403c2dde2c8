import type { JobAccepted } from '@ferrule/provisioning-contracts';
import { datacenterPrepare } from './datacenter-prepare.ts';
import { networkBatch } from './network-batch.ts';
import { networkDeprovision } from './network-deprovision.ts';
import { networkPlan } from './network-plan.ts';
import { networkProvision, networkProvisionV2 } from './network-provision.ts';
import { networkProvisionV1 } from './network-provision-v1.ts';
import { bind, type JobWorkflow, type Workflow } from './workflow.ts';

/** Every version that a job may still have. One goes only when no job is left that began with it. */
const NETWORK_PROVISION = [
  networkProvisionV1,
  networkProvisionV2,
  networkProvision,
  networkPlan,
] as const;
const NETWORK_DEPROVISION = [networkDeprovision] as const;
const DATACENTER_PREPARE = [datacenterPrepare] as const;
const NETWORK_BATCH = [networkBatch] as const;

export const WORKFLOWS: readonly Pick<JobWorkflow, 'name' | 'version'>[] = [
  ...NETWORK_PROVISION,
  ...NETWORK_DEPROVISION,
  ...DATACENTER_PREPARE,
  ...NETWORK_BATCH,
];

const versionOf = <Input>(
  versions: readonly Workflow<Input>[],
  { definition, definitionVersion }: JobAccepted['data'],
): Workflow<Input> => {
  const found = versions.find(
    ({ name, version }) => name === definition && version === definitionVersion,
  );
  if (found === undefined)
    throw new TypeError(`version ${definitionVersion} of ${definition} is not known here`);
  return found;
};

/** The jobs of a job: nothing for most. */
export const childrenOf = (accepted: JobAccepted): readonly JobAccepted[] =>
  workflowOf(accepted).steps.flatMap((step) => step.jobs());

/** Whether a job can still be carried out by the definition that it began with. */
export const isKnown = ({ data }: JobAccepted): boolean =>
  WORKFLOWS.some(
    ({ name, version }) => name === data.definition && version === data.definitionVersion,
  );

/** What a job does, by the definition that it began with. */
export const workflowOf = (accepted: JobAccepted): JobWorkflow => {
  switch (accepted.type) {
    case 'NetworkProvisionAccepted': {
      const { data } = accepted;
      const { jobId, networkId } = data;
      return bind(versionOf(NETWORK_PROVISION, data), { jobId, networkId }, data);
    }
    case 'NetworkDeprovisionAccepted': {
      const { data } = accepted;
      const { jobId, networkId } = data;
      return bind(versionOf(NETWORK_DEPROVISION, data), { jobId, networkId }, data);
    }
    case 'DatacenterPrepareAccepted': {
      const { data } = accepted;
      return bind(
        versionOf(DATACENTER_PREPARE, data),
        { jobId: data.jobId, networkId: null },
        data,
      );
    }
    case 'NetworkBatchAccepted': {
      const { data } = accepted;
      return bind(versionOf(NETWORK_BATCH, data), { jobId: data.jobId, networkId: null }, data);
    }
  }
};
