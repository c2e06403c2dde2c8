import type {
  AllocationResult,
  JobEvent,
  NetworkProvisionAccepted,
} from '@ferrule/provisioning-contracts';
import { tagOf } from '@ferrule/router-contracts';
import { dnsUpdate } from './dns-steps.ts';
import { ipamAllocation } from './ipam-steps.ts';
import { shownSteps } from './network-steps-shown.ts';
import { networkWish } from './network-wish.ts';
import { routerActivate, routerApply, routerPlan, type RouterWork } from './router-steps.ts';
import type { Completion, Failure, Results, Workflow } from './workflow.ts';

type Input = NetworkProvisionAccepted['data'];

/** What a network wishes of its router, at the addresses that it has or would have. */
export const workAt = (
  { jobId, networkId, request, router }: Input,
  allocation: AllocationResult | null | undefined,
): RouterWork => {
  if (router === undefined || !allocation)
    throw new TypeError(`job ${jobId} has no router or no addresses`);
  return {
    jobId,
    datacenter: request.datacenter,
    router,
    tag: tagOf(networkId),
    wish: { kind: 'network', network: networkWish(networkId, request, allocation) },
  };
};

const work = (input: Input, { allocation }: Results): RouterWork => workAt(input, allocation);

export const networkFailed = (
  { jobId, networkId }: Input,
  { step, reason, rollback }: Failure,
): JobEvent => ({
  type: 'NetworkProvisionFailed',
  data: { jobId, networkId, step, reason, rollback },
});

const completed = (
  { jobId, networkId, request }: Input,
  { results: { allocation }, warnings }: Completion,
): JobEvent => {
  if (allocation === null) throw new TypeError(`job ${jobId} ended without an allocation`);
  return {
    type: 'NetworkProvisionCompleted',
    data: {
      jobId,
      networkId,
      ...allocation,
      clientId: request.clientId,
      type: request.type,
      datacenter: request.datacenter,
      dnsZone: request.dnsZone ?? null,
      vrf: request.vrf ?? null,
      status: 'provisioned',
      warnings,
    },
  };
};

/** Before names were published: allocate → plan → apply → activate. For jobs that began with it. */
export const networkProvisionV2: Workflow<Input> = {
  name: 'network.provision',
  version: 2,
  steps: [ipamAllocation, routerPlan(work), routerApply(work), routerActivate(work)],
  shows: ({ request }, results) => shownSteps(request, results),
  completed,
  failed: networkFailed,
};

/** allocate → plan → apply, stage by stage → names → activate. */
export const networkProvision: Workflow<Input> = {
  ...networkProvisionV2,
  version: 3,
  deadlineMs: 30 * 60_000,
  steps: [ipamAllocation, routerPlan(work), routerApply(work), dnsUpdate, routerActivate(work)],
};
