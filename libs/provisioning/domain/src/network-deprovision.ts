import type { NetworkDeprovisionAccepted } from '@ferrule/provisioning-contracts';
import { tagOf } from '@ferrule/router-contracts';
import { dnsWithdrawal } from './dns-steps.ts';
import { ipamRelease } from './ipam-steps.ts';
import { applyPlaces, routerApply, routerPlan, type RouterWork } from './router-steps.ts';
import type { ShownStep, StepDefinition, Workflow } from './workflow.ts';

type Input = NetworkDeprovisionAccepted['data'];

/** Everything that carries the network's tag is to go, however much of it there is. */
const work = ({ jobId, networkId, network, router }: Input): RouterWork => {
  if (router === null) throw new TypeError(`job ${jobId} has no router`);
  return { jobId, datacenter: network.datacenter, router, tag: tagOf(networkId), wish: null };
};

const plan = routerPlan(work);
const apply = routerApply(work);

const onRouter: readonly StepDefinition<Input>[] = [
  { ...plan, places: (_, { router }) => (router === null ? [] : [0]) },
  { ...apply, places: (results, { router }) => (router === null ? [] : applyPlaces(results)) },
];

const NO_ROUTER = 'no router was ever asked to carry it';
const CLEAN = 'nothing of it is on the router';
const RELEASED = 'its addresses were given back before';

/**
 * plan → remove, the interface first → names → addresses. Until the addresses are asked back
 * everything can be put as it was, and is when a step fails; so they are the last that goes.
 */
export const networkDeprovision: Workflow<Input> = {
  name: 'network.deprovision',
  version: 1,
  steps: [...onRouter, dnsWithdrawal, ipamRelease],
  shows: ({ router, network }, results) => {
    const once = (step: ShownStep['step'], skipped: string | undefined): ShownStep =>
      skipped === undefined ? { step, parts: [{ step, index: 0 }] } : { step, parts: [], skipped };
    const isPlanned = results.plan !== null;
    const places = isPlanned ? applyPlaces(results) : [];
    return [
      once('router_plan', router === null ? NO_ROUTER : undefined),
      {
        step: 'router_apply',
        parts: places.map((index) => ({ step: 'router_apply', index })),
        ...(router === null && { skipped: NO_ROUTER }),
        ...(isPlanned && places.length === 0 && { skipped: CLEAN }),
      },
      once('dns_withdrawal', network.dnsZone === null ? 'it has no names' : undefined),
      once('ipam_release', network.isReleased ? RELEASED : undefined),
    ];
  },
  completed: ({ jobId, networkId, network }, { warnings }) => {
    const { isReleased: _, ...known } = network;
    return {
      type: 'NetworkDeprovisionCompleted',
      data: { jobId, networkId, ...known, status: 'released', warnings },
    };
  },
  failed: ({ jobId, networkId }, { step, reason, rollback }) => ({
    type: 'NetworkDeprovisionFailed',
    data: { jobId, networkId, step, reason, rollback },
  }),
};
