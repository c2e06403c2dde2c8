import type {
  NetworkDeprovisionAccepted,
  NetworkProvisionAccepted,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import { MAIN_VRF } from './request.ts';
import type { Retry, StepDefinition } from './workflow.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const UNTIL_IT_ANSWERS: Retry = { firstMs: 5_000, mostMs: 10 * MINUTE, giveUpAfterMs: DAY };

/** What is asked of ipam's pools. */
export const allocationWish = ({
  type,
  datacenter,
  size,
  enableDHCP,
  ipv6,
  prefix,
  vrf,
}: ResolvedRequest) => ({
  ...{ type, datacenter, size, enableDHCP },
  // What another table routes may overlap with it: it is never taken for the router's own.
  vrfId: vrf ?? MAIN_VRF,
  ...(typeof ipv6 === 'string' && { ipv6Size: ipv6 }),
  ...(typeof prefix === 'string' && { subnet: prefix }),
});

/** Takes a prefix and a VLAN. */
export const ipamAllocation: StepDefinition<NetworkProvisionAccepted['data']> = {
  name: 'ipam_allocation',
  do: ({ input: { networkId, request } }) => {
    const { clientId, description, tags = [] } = request;
    return {
      type: 'AllocateNetwork',
      data: {
        ...{ networkId, clientId },
        ...allocationWish(request),
        ...(description !== null && { description }),
        ...(tags.length > 0 && { tags }),
      },
    };
  },
  // It also closes the id, so that an allocation that is late finds it closed.
  undo: ({ input: { networkId } }) => ({
    type: 'ReleaseNetwork',
    data: { networkId, reason: 'provisioning was undone' },
  }),
  left: ({ input: { networkId }, results: { allocation } }) => ({
    where: 'ipam',
    what: `${allocation?.subnet ?? 'a prefix'} and VLAN ${allocation?.vlanId ?? ''}`.trim(),
    commands: [`ferrule network delete ${networkId}`],
  }),
  timeoutMs: 2 * MINUTE,
  retry: UNTIL_IT_ANSWERS,
};

/**
 * Gives a network's addresses back, which nobody can take back: it is the last step, and as long as
 * it has no answer nobody knows that it did not happen.
 */
export const ipamRelease: StepDefinition<NetworkDeprovisionAccepted['data']> = {
  name: 'ipam_release',
  places: (_, { network }) => (network.isReleased ? [] : [0]),
  do: ({ input: { networkId, request } }) => ({
    type: 'ReleaseNetwork',
    data: {
      networkId,
      reason: request.reason ?? 'the network was taken down',
      force: request.force,
    },
  }),
  undo: null,
  isFinal: true,
  timeoutMs: Infinity,
  retry: UNTIL_IT_ANSWERS,
};
