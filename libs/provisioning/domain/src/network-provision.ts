import type {
  JobEvent,
  JobStep,
  NetworkProvisionAccepted,
  ProvisioningStep,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import { type Stage, tagOf } from '@ferrule/router-contracts';
import { ipamAllocation } from './ipam-steps.ts';
import { networkWish } from './network-wish.ts';
import {
  activationPlace,
  applyPlaces,
  routerActivate,
  routerApply,
  routerPlan,
  type RouterWork,
} from './router-steps.ts';
import type { Action, Failure, Results, ShownStep, Workflow } from './workflow.ts';

type Input = NetworkProvisionAccepted['data'];

const work = ({ jobId, networkId, request, router }: Input, results: Results): RouterWork => {
  if (router === undefined || results.allocation === null)
    throw new TypeError(`job ${jobId} has no router or no addresses`);
  return {
    jobId,
    datacenter: request.datacenter,
    router,
    tag: tagOf(networkId),
    wish: { kind: 'network', network: networkWish(networkId, request, results.allocation) },
  };
};

/** What a phase of the router's configuration is called in an answer. */
const publicStep = ({ phase }: Stage, { enableDHCP }: ResolvedRequest): ProvisioningStep => {
  // The interface lists, by which the firewall knows its clients, are of this phase, too.
  if (phase === 5) return enableDHCP ? 'dhcp_configuration' : 'firewall_rules';
  if (phase === 6) return 'routing_configuration';
  if (phase === 7) return 'firewall_rules';
  return phase === 8 ? 'dns_update' : 'router_vlan_creation';
};

/**
 * The VLAN counts as created when it is enabled, by the last write: the public steps stand in the
 * order of the documents and have their true times, which is another order.
 */
const partsOf = (request: ResolvedRequest, results: Results): ReadonlyMap<JobStep, Action[]> => {
  const parts = new Map<JobStep, Action[]>();
  const add = (step: JobStep, part: Action): void => {
    parts.set(step, [...(parts.get(step) ?? []), part]);
  };
  add('router_vlan_creation', { step: 'router_plan', index: 0 });
  const { plan } = results;
  if (plan === null) return parts;
  for (const index of applyPlaces(results)) {
    const stage = plan.stages[index];
    if (stage === undefined) continue;
    const part: Action = { step: 'router_apply', index };
    add(publicStep(stage, request), part);
    if (request.bgpEnabled && stage.phase === 7) add('bgp_configuration', part);
  }
  add('router_vlan_creation', { step: 'router_activate', index: activationPlace(results) });
  return parts;
};

const SKIPPED: Readonly<Partial<Record<JobStep, string>>> = {
  firewall_rules: 'the plan has nothing to change there',
  dhcp_configuration: 'the plan has nothing to change there',
  dns_update: 'no name was asked for',
};

const shows = ({ request }: Input, results: Results): readonly ShownStep[] => {
  const parts = partsOf(request, results);
  const shown = (step: JobStep): ShownStep => {
    const own = parts.get(step) ?? [];
    if (step === 'dhcp_configuration' && !request.enableDHCP)
      return { step, parts: [], skipped: 'enableDHCP is false' };
    const skipped = results.plan === null || own.length > 0 ? undefined : SKIPPED[step];
    return { step, parts: own, ...(skipped !== undefined && { skipped }) };
  };
  return [
    { step: 'ipam_allocation', parts: [{ step: 'ipam_allocation', index: 0 }] },
    shown('router_vlan_creation'),
    shown('firewall_rules'),
    shown('dhcp_configuration'),
    shown('dns_update'),
    ...(parts.has('routing_configuration') ? [shown('routing_configuration')] : []),
    ...(request.bgpEnabled ? [shown('bgp_configuration')] : []),
  ];
};

export const networkFailed = (
  { jobId, networkId }: Input,
  { step, reason, rollback }: Failure,
): JobEvent => ({
  type: 'NetworkProvisionFailed',
  data: { jobId, networkId, step, reason, rollback },
});

/** allocate → plan → apply, stage by stage → activate. */
export const networkProvision: Workflow<Input> = {
  name: 'network.provision',
  version: 2,
  steps: [ipamAllocation, routerPlan(work), routerApply(work), routerActivate(work)],
  shows,
  completed: ({ jobId, networkId, request }, { results: { allocation }, warnings }) => {
    if (allocation === null) throw new TypeError(`job ${jobId} ended without an allocation`);
    return {
      type: 'NetworkProvisionCompleted',
      data: {
        jobId,
        networkId,
        ...allocation,
        clientId: request.clientId,
        datacenter: request.datacenter,
        status: 'provisioned',
        warnings,
      },
    };
  },
  failed: networkFailed,
};
