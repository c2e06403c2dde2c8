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

/** Publishes the names of a network, in the zone that was asked for. */
export const dnsUpdate: StepDefinition<NetworkProvisionAccepted['data']> = {
  name: 'dns_update',
  places: (_, { request }) => (typeof request.dnsZone === 'string' ? [0] : []),
  do: ({ input: { networkId, request }, notAfter }) => ({
    type: 'PublishNames',
    data: {
      networkId,
      notAfter,
      ...(typeof request.dnsZone === 'string' && { zone: request.dnsZone }),
    },
  }),
  undo: ({ input: { networkId }, notAfter }) => ({
    type: 'WithdrawNames',
    data: { networkId, reason: 'provisioning was undone', notAfter },
  }),
  timeoutMs: 20 * SECOND,
  retry: UNTIL_IT_ANSWERS,
  again: { firstMs: 5 * SECOND, mostMs: MINUTE, giveUpAfterMs: 10 * MINUTE },
  mayBeLeftOut: true,
};

/** Takes the names of a network away, before somebody else can have its addresses. */
export const dnsWithdrawal: StepDefinition<NetworkDeprovisionAccepted['data']> = {
  name: 'dns_withdrawal',
  places: (_, { network }) => (network.dnsZone === null ? [] : [0]),
  do: ({ input: { networkId, request }, notAfter }) => ({
    type: 'WithdrawNames',
    data: { networkId, reason: request.reason ?? 'the network was taken down', notAfter },
  }),
  undo: ({ input: { networkId, network }, notAfter }) => ({
    type: 'PublishNames',
    data: { networkId, notAfter, ...(network.dnsZone !== null && { zone: network.dnsZone }) },
  }),
  timeoutMs: MINUTE,
  retry: UNTIL_IT_ANSWERS,
};
