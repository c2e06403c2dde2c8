import type { Meta } from '@ferrule/kernel';
import type {
  JobEvent,
  JobView,
  ProvisioningStep,
  StepView,
} from '@ferrule/provisioning-contracts';
import { networkProvision } from './workflow.ts';

/** An event with the time at which it was recorded. */
export type TimedJobEvent = JobEvent & { readonly at: string; readonly meta: Meta };

const stepViews = (events: readonly TimedJobEvent[]): readonly StepView[] => {
  const views = new Map<ProvisioningStep, StepView>(
    networkProvision.steps.map(({ step }) => [step, { step, status: 'pending', timestamp: null }]),
  );
  for (const { type, data, at } of events)
    switch (type) {
      case 'StepIntended':
        views.set(data.step, { step: data.step, status: 'in_progress', timestamp: at });
        break;
      case 'StepCompleted':
        views.set(data.step, { step: data.step, status: 'completed', timestamp: at });
        break;
      case 'StepSkipped':
        views.set(data.step, {
          step: data.step,
          status: 'skipped',
          timestamp: at,
          detail: data.reason,
        });
        break;
      case 'StepFailed':
        views.set(data.step, {
          step: data.step,
          status: 'failed',
          timestamp: at,
          detail: data.reason.message,
        });
        break;
      case 'NetworkProvisionAccepted':
      case 'NetworkProvisionCompleted':
      case 'NetworkProvisionFailed':
    }
  return [...views.values()];
};

/** A job as people see it, from its events alone. */
export const jobView = (events: readonly TimedJobEvent[]): JobView | undefined => {
  const [accepted] = events;
  if (accepted?.type !== 'NetworkProvisionAccepted') return undefined;
  const steps = stepViews(events);
  const completed = events.find((event) => event.type === 'NetworkProvisionCompleted');
  const failed = events.find((event) => event.type === 'NetworkProvisionFailed');
  const underWay = steps.find(({ status }) => status === 'in_progress');
  const { jobId, networkId, request, publisher, warnings } = accepted.data;
  return {
    jobId,
    networkId,
    status: completed ? 'COMPLETED' : failed ? 'FAILED' : underWay ? 'IN_PROGRESS' : 'PENDING',
    currentStep: underWay?.step ?? null,
    errorMessage: failed?.data.reason.message ?? null,
    error: failed?.data.reason ?? null,
    startTime: accepted.at,
    endTime: (completed ?? failed)?.at ?? null,
    steps,
    warnings: completed?.data.warnings ?? warnings,
    request,
    result: completed
      ? {
          vlanId: completed.data.vlanId,
          subnet: completed.data.subnet,
          gateway: completed.data.gateway,
          dhcpRange: completed.data.dhcpRange,
          status: completed.data.status,
        }
      : null,
    publisher,
    actor: accepted.meta.actor,
    tenant: accepted.meta.tenant,
  };
};
