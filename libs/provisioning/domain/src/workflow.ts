import type { AllocateNetworkData } from '@ferrule/ipam-contracts';
import type { ProvisioningStep, ResolvedRequest } from '@ferrule/provisioning-contracts';

/** What a step asks of another service. */
export type Effect =
  | { readonly type: 'AllocateNetwork'; readonly data: AllocateNetworkData }
  | { readonly type: 'ReleaseNetwork'; readonly data: { networkId: string; reason: string } };

export interface Subject {
  readonly networkId: string;
  readonly request: ResolvedRequest;
}

/** One line of a workflow. A step that nobody can carry out yet says so, and is never passed over in silence. */
export type StepDefinition = { readonly step: ProvisioningStep } & (
  | { readonly do: (subject: Subject) => Effect; readonly undo: (subject: Subject) => Effect }
  | { readonly absent: string }
);

export interface Workflow {
  readonly name: string;
  readonly version: number;
  readonly steps: readonly StepDefinition[];
}

const NO_ROUTER = 'the router was not configured: no router gateway takes part in this workflow';
const NO_DNS = 'no name was published: no DNS server takes part in this workflow';

export const networkProvision: Workflow = {
  name: 'network.provision',
  version: 1,
  steps: [
    {
      step: 'ipam_allocation',
      do: ({ networkId, request }) => ({
        type: 'AllocateNetwork',
        data: {
          networkId,
          clientId: request.clientId,
          type: request.type,
          datacenter: request.datacenter,
          size: request.size,
          enableDHCP: request.enableDHCP,
          ...(request.description !== null && { description: request.description }),
        },
      }),
      undo: ({ networkId }) => ({
        type: 'ReleaseNetwork',
        data: { networkId, reason: 'provisioning was undone' },
      }),
    },
    { step: 'router_vlan_creation', absent: NO_ROUTER },
    { step: 'firewall_rules', absent: NO_ROUTER },
    { step: 'dhcp_configuration', absent: NO_ROUTER },
    { step: 'dns_update', absent: NO_DNS },
  ],
};
