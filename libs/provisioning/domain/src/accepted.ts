import type {
  DatacenterPrepareAccepted,
  JobAccepted,
  NetworkDeprovisionAccepted,
  NetworkProvisionAccepted,
} from '@ferrule/provisioning-contracts';
import { datacenterPrepare } from './datacenter-prepare.ts';
import { networkDeprovision } from './network-deprovision.ts';
import { networkPlan } from './network-plan.ts';
import { networkProvision } from './network-provision.ts';

/** What begins a job, but for its definition: that is the latest. */
export type Begun<Accepted extends JobAccepted> = Omit<
  Accepted['data'],
  'definition' | 'definitionVersion'
>;

export const definitionOf = ({
  name,
  version,
}: {
  readonly name: string;
  readonly version: number;
}) => ({
  definition: name,
  definitionVersion: version,
});

/** What a new job begins with: the latest definition. */
export const networkProvisionAccepted = (
  data: Begun<NetworkProvisionAccepted> & { readonly router: string },
): NetworkProvisionAccepted => ({
  type: 'NetworkProvisionAccepted',
  data: {
    ...data,
    ...definitionOf(data.request.dryRun === true ? networkPlan : networkProvision),
  },
});

export const networkDeprovisionAccepted = (
  data: Begun<NetworkDeprovisionAccepted>,
): NetworkDeprovisionAccepted => ({
  type: 'NetworkDeprovisionAccepted',
  data: { ...data, ...definitionOf(networkDeprovision) },
});

export const datacenterPrepareAccepted = (
  data: Begun<DatacenterPrepareAccepted>,
): DatacenterPrepareAccepted => ({
  type: 'DatacenterPrepareAccepted',
  data: { ...data, ...definitionOf(datacenterPrepare) },
});
