import type { DatacenterPrepareAccepted } from '@ferrule/provisioning-contracts';
import { tagOf } from '@ferrule/router-contracts';
import { applyPlaces, routerApply, routerPlan, type RouterWork } from './router-steps.ts';
import type { Workflow } from './workflow.ts';

type Input = DatacenterPrepareAccepted['data'];

const work = ({ jobId, datacenter, router }: Input): RouterWork => ({
  jobId,
  datacenter,
  router,
  tag: tagOf(`dc-${datacenter}`),
  wish: { kind: 'datacenter' },
});

/** Puts the base configuration of a datacenter on its router. Where it is already nothing is done. */
export const datacenterPrepare: Workflow<Input> = {
  name: 'datacenter.prepare',
  version: 1,
  deadlineMs: 30 * 60_000,
  key: ({ datacenter }) => `datacenter ${datacenter}`,
  steps: [routerPlan(work), routerApply(work)],
  shows: (_, results) => {
    const places = results.plan === null ? [] : applyPlaces(results);
    return [
      { step: 'router_plan', parts: [{ step: 'router_plan', index: 0 }] },
      {
        step: 'router_apply',
        parts: places.map((index) => ({ step: 'router_apply', index })),
        ...(results.plan !== null &&
          places.length === 0 && { skipped: 'the router is as it should be' }),
      },
    ];
  },
  completed: ({ jobId, datacenter, router }, { warnings }) => ({
    type: 'DatacenterPrepareCompleted',
    data: { jobId, datacenter, router, warnings },
  }),
  failed: ({ jobId, datacenter, router }, { step, reason, rollback }) => ({
    type: 'DatacenterPrepareFailed',
    data: { jobId, datacenter, router, step, reason, rollback },
  }),
};
