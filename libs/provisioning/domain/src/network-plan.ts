import type { NetworkProvisionAccepted } from '@ferrule/provisioning-contracts';
import { networkFailed, workAt } from './network-provision.ts';
import { routerPlan } from './router-steps.ts';
import type { Workflow } from './workflow.ts';

/** A dry run: what would be allocated is known from the beginning, and the router is only read. */
export const networkPlan: Workflow<NetworkProvisionAccepted['data']> = {
  name: 'network.plan',
  version: 1,
  steps: [routerPlan((input) => workAt(input, input.preview))],
  shows: () => [{ step: 'router_plan', parts: [{ step: 'router_plan', index: 0 }] }],
  completed: ({ jobId, networkId, request, preview }, { warnings }) => {
    if (preview === undefined) throw new TypeError(`job ${jobId} has nothing to plan with`);
    return {
      type: 'NetworkProvisionPlanned',
      data: {
        jobId,
        networkId,
        ...preview,
        clientId: request.clientId,
        datacenter: request.datacenter,
        status: 'planned',
        warnings,
      },
    };
  },
  failed: networkFailed,
};
