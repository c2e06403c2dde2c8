import type {
  NetworkDeprovisionAccepted,
  NetworkProvisionAccepted,
} from '@ferrule/provisioning-contracts';
import type { Retry, StepDefinition } from './workflow.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const UNTIL_IT_ANSWERS: Retry = {
  firstMs: 5 * SECOND,
  mostMs: 10 * MINUTE,
  giveUpAfterMs: 24 * 60 * MINUTE,
};

/** Somebody waits for the network: a name server that is away for longer has it undone. */
const WHILE_IT_RESTARTS: Retry = {
  firstMs: 2 * SECOND,
  mostMs: 10 * SECOND,
  giveUpAfterMs: MINUTE,
};

/** Publishes the names of a network, in the zone that was asked for. */
export const dnsUpdate: StepDefinition<NetworkProvisionAccepted['data']> = {
  name: 'dns_update',
  places: (_, { request }) => (typeof request.dnsZone === 'string' ? [0] : []),
  do: ({ input: { networkId, request }, notAfter }) => {
    const zone = request.dnsZone;
    return {
      type: 'PublishNames',
      data: { networkId, notAfter, ...(typeof zone === 'string' && { zone }) },
    };
  },
  undo: ({ input: { networkId }, notAfter }) => ({
    type: 'WithdrawNames',
    data: { networkId, notAfter, reason: 'provisioning was undone' },
  }),
  timeoutMs: 20 * SECOND,
  retry: UNTIL_IT_ANSWERS,
  again: WHILE_IT_RESTARTS,
  left: ({ input: { networkId, request } }) => ({
    where: 'ipam',
    what: `names of network ${networkId} in zone ${request.dnsZone ?? ''}`,
    commands: [],
  }),
  mayBeLeftOut: true,
};

/** Takes the names of a network away, before somebody else can have its addresses. */
export const dnsWithdrawal: StepDefinition<NetworkDeprovisionAccepted['data']> = {
  name: 'dns_withdrawal',
  places: (_, { network }) => (network.dnsZone === null ? [] : [0]),
  do: ({ input: { networkId, request }, notAfter }) => ({
    type: 'WithdrawNames',
    data: { networkId, notAfter, reason: request.reason ?? 'the network was taken down' },
  }),
  undo: ({ input: { networkId, network }, notAfter }) => ({
    type: 'PublishNames',
    data: { networkId, notAfter, ...(network.dnsZone !== null && { zone: network.dnsZone }) },
  }),
  timeoutMs: 20 * SECOND,
  retry: UNTIL_IT_ANSWERS,
  again: WHILE_IT_RESTARTS,
  left: ({ input: { networkId } }) => ({
    where: 'ipam',
    what: `network ${networkId} without its names`,
    commands: [],
  }),
  mayBeLeftOut: true,
};
