import type { JobStep, ProvisioningStep, ResolvedRequest } from '@ferrule/provisioning-contracts';
import type { Stage } from '@ferrule/router-contracts';
import { activationPlace, applyPlaces } from './router-steps.ts';
import type { Action, Results, ShownStep } from './workflow.ts';

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
  if (typeof request.dnsZone === 'string') add('dns_update', { step: 'dns_update', index: 0 });
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
  dns_update: 'no zone was named',
};

/** The public steps of a network, in the order of the documents. */
export const shownSteps = (request: ResolvedRequest, results: Results): readonly ShownStep[] => {
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
