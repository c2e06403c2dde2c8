import {
  handle,
  type NewCommand,
  PgEventStore,
  Repeater,
  type RowChange,
} from '@ferrule/event-store';
import { ipamCommandSubject } from '@ferrule/ipam-contracts';
import type { Meta } from '@ferrule/kernel';
import type { Delivery } from '@ferrule/service';
import type { JobEvent, JobState } from '@ferrule/provisioning-contracts';
import {
  type Effect,
  type Job,
  type JobCommand,
  jobDecider,
  jobStream,
  networkProvision,
} from '@ferrule/provisioning-domain';
import { Injectable } from '@nestjs/common';
import { JobMetrics } from './job-metrics.ts';

/** A message, and our own command that it answers. */
export type JobDelivery = Delivery & { readonly answers?: string };

@Injectable()
export class JobHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly metrics: JobMetrics,
    private readonly repeater: Repeater,
  ) {}

  async handle(jobId: string, command: JobCommand, delivery: JobDelivery): Promise<void> {
    const stream = jobStream(jobId);
    const { outcome, events } = await handle(this.store, {
      stream,
      decider: jobDecider,
      command,
      ...delivery,
      effects: (decided, job) => ({
        commands: decided.flatMap((event) => commandsOf(event, job)),
        rows: rowsOf(decided, job, delivery.meta),
      }),
    });
    if (outcome === 'appended') this.metrics.count(stream, events);
    // Whoever sends its command again did not hear the answer.
    if (command.type === 'StartJob' && events.length === 0) await this.repeater.repeat(stream);
  }
}

/** An intent is recorded together with the command that carries it out. */
const commandsOf = (event: JobEvent, job: Job): NewCommand[] => {
  if (event.type !== 'StepIntended' || job === 'none') return [];
  const definition = networkProvision.steps.find(({ step }) => step === event.data.step);
  return definition && 'do' in definition ? [addressed(definition.do(job))] : [];
};

const addressed = (effect: Effect): NewCommand => ({
  ...effect,
  subject: ipamCommandSubject(effect.type),
});

const rowsOf = (events: readonly JobEvent[], job: Job, { tenant }: Meta): RowChange[] => {
  if (job === 'none' || events.length === 0) return [];
  const status: JobState = job.status;
  const isNew = events[0]?.type === 'NetworkProvisionAccepted';
  return [
    isNew
      ? {
          op: 'insert',
          table: 'job',
          row: {
            id: job.jobId,
            network_id: job.networkId,
            client_id: job.request.clientId,
            datacenter: job.request.datacenter,
            tenant,
            status,
          },
        }
      : { op: 'update', table: 'job', key: ['id'], row: { id: job.jobId, status } },
  ];
};
