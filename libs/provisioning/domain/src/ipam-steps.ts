import type { NetworkProvisionAccepted } from '@ferrule/provisioning-contracts';
import type { StepDefinition } from './workflow.ts';

const MINUTE = 60_000;

/** Takes a prefix and a VLAN. */
export const ipamAllocation: StepDefinition<NetworkProvisionAccepted['data']> = {
  name: 'ipam_allocation',
  do: ({ input: { networkId, request } }) => ({
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
  // It also closes the id, so that an allocation that is late finds it closed.
  undo: ({ input: { networkId } }) => ({
    type: 'ReleaseNetwork',
    data: { networkId, reason: 'provisioning was undone' },
  }),
  timeoutMs: 2 * MINUTE,
  retry: { firstMs: 5_000, mostMs: 10 * MINUTE, giveUpAfterMs: 24 * 60 * MINUTE },
};
