import type {
  DatacenterPrepareAccepted,
  JobAccepted,
  NetworkProvisionAccepted,
} from '@ferrule/provisioning-contracts';
import { datacenterPrepare } from './datacenter-prepare.ts';
import { networkProvision } from './network-provision.ts';
import { networkProvisionV1 } from './network-provision-v1.ts';
import { bind, type JobWorkflow, type Workflow } from './workflow.ts';

/** Every version that a job may still have. One goes only when no job is left that began with it. */
const NETWORK_PROVISION = [networkProvisionV1, networkProvision] as const;
const DATACENTER_PREPARE = [datacenterPrepare] as const;

export const WORKFLOWS: readonly Pick<JobWorkflow, 'name' | 'version'>[] = [
  ...NETWORK_PROVISION,
  ...DATACENTER_PREPARE,
];

const versionOf = <Input>(
  versions: readonly Workflow<Input>[],
  { definition, definitionVersion }: JobAccepted['data'],
): Workflow<Input> => {
  const found = versions.find(({ version }) => version === definitionVersion);
  if (found === undefined)
    throw new TypeError(`version ${definitionVersion} of ${definition} is not known here`);
  return found;
};

/** What a job does, by the definition that it began with. */
export const workflowOf = (accepted: JobAccepted): JobWorkflow => {
  switch (accepted.type) {
    case 'NetworkProvisionAccepted': {
      const { data } = accepted;
      const { jobId, networkId } = data;
      return bind(versionOf(NETWORK_PROVISION, data), { jobId, networkId }, data);
    }
    case 'DatacenterPrepareAccepted': {
      const { data } = accepted;
      return bind(
        versionOf(DATACENTER_PREPARE, data),
        { jobId: data.jobId, networkId: null },
        data,
      );
    }
  }
};

type Begun<Accepted extends JobAccepted> = Omit<
  Accepted['data'],
  'definition' | 'definitionVersion'
>;

const definitionOf = ({ name, version }: Pick<JobWorkflow, 'name' | 'version'>) => ({
  definition: name,
  definitionVersion: version,
});

/** What a new job begins with: the latest definition. */
export const networkProvisionAccepted = (
  data: Begun<NetworkProvisionAccepted> & { readonly router: string },
): NetworkProvisionAccepted => ({
  type: 'NetworkProvisionAccepted',
  data: { ...data, ...definitionOf(networkProvision) },
});

export const datacenterPrepareAccepted = (
  data: Begun<DatacenterPrepareAccepted>,
): DatacenterPrepareAccepted => ({
  type: 'DatacenterPrepareAccepted',
  data: { ...data, ...definitionOf(datacenterPrepare) },
});
