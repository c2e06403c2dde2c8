import type { NetworkProvisionAccepted } from '@ferrule/provisioning-contracts';
import { ipamAllocation } from './ipam-steps.ts';
import { networkFailed } from './network-provision.ts';
import type { Workflow } from './workflow.ts';

const NO_ROUTER = 'the router was not configured: no router gateway takes part in this workflow';
const NO_DNS = 'no name was published: no DNS server takes part in this workflow';
const NOT_ASKED = 'enableDHCP is false';

/** Before there were router gateways: the addresses and nothing else. For jobs that began with it. */
export const networkProvisionV1: Workflow<NetworkProvisionAccepted['data']> = {
  name: 'network.provision',
  version: 1,
  steps: [
    ipamAllocation,
    { name: 'router_vlan_creation', absent: () => NO_ROUTER },
    { name: 'firewall_rules', absent: () => NO_ROUTER },
    {
      name: 'dhcp_configuration',
      absent: ({ request }) => (request.enableDHCP ? NO_ROUTER : NOT_ASKED),
    },
    { name: 'dns_update', absent: () => NO_DNS },
  ],
  shows: () =>
    networkProvisionV1.steps.map(({ name: step }) => ({ step, parts: [{ step, index: 0 }] })),
  completed: ({ jobId, networkId, request }, { results: { allocation }, warnings, skipped }) => {
    if (allocation === null) throw new TypeError(`job ${jobId} ended without an allocation`);
    const missing = new Set(skipped.filter((reason) => reason !== NOT_ASKED));
    return {
      type: 'NetworkProvisionCompleted',
      data: {
        jobId,
        networkId,
        ...allocation,
        clientId: request.clientId,
        datacenter: request.datacenter,
        status: 'allocated',
        warnings: [...warnings, ...missing],
      },
    };
  },
  failed: networkFailed,
};
