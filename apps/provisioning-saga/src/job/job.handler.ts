import {
  handle,
  type NewCommand,
  PgEventStore,
  Repeater,
  type RowChange,
} from '@ferrule/event-store';
import { ipamCommandSubject } from '@ferrule/ipam-contracts';
import type { Meta } from '@ferrule/kernel';
import type { JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import {
  type ConcludeStep,
  type ConcludeUndo,
  dueAt,
  type Effect,
  effectOf,
  type Job,
  type JobCommand,
  jobDecider,
  jobStream,
} from '@ferrule/provisioning-domain';
import { routerCommandSubject } from '@ferrule/router-contracts';
import type { Delivery } from '@ferrule/service';
import { Injectable, Logger } from '@nestjs/common';
import { JobMetrics } from './job-metrics.ts';

/** A message, and our own command that it answers. */
export type JobDelivery = Delivery & { readonly answers?: string };

/** What somebody answered, without the time at which it is taken up. */
export type Conclusion =
  | { readonly type: 'ConcludeStep'; readonly data: Timeless<ConcludeStep['data']> }
  | { readonly type: 'ConcludeUndo'; readonly data: Timeless<ConcludeUndo['data']> };
type Timeless<T> = T extends unknown ? Omit<T, 'now'> : never;

@Injectable()
export class JobHandler {
  readonly #log = new Logger('JobHandler');

  constructor(
    private readonly store: PgEventStore,
    private readonly metrics: JobMetrics,
    private readonly repeater: Repeater,
  ) {}

  async start(accepted: JobAccepted, delivery: Delivery): Promise<void> {
    const { jobId } = accepted.data;
    const command: JobCommand = { type: 'StartJob', data: { accepted, now: Date.now() } };
    const events = await this.#handle(jobId, command, delivery);
    // Whoever sends its command again did not hear the answer.
    if (events.length === 0) await this.repeater.repeat(jobStream(jobId));
  }

  async conclude(jobId: string, answer: Conclusion, delivery: JobDelivery): Promise<void> {
    const now = Date.now();
    const command: JobCommand =
      answer.type === 'ConcludeStep'
        ? { type: 'ConcludeStep', data: { ...answer.data, now } }
        : { type: 'ConcludeUndo', data: { ...answer.data, now } };
    await this.#handle(jobId, command, delivery);
  }

  /** A timer is due: once is enough for all instances, since the job knows what it waits for. */
  async wake(jobId: string): Promise<void> {
    const [first] = await this.store.readStream(jobStream(jobId));
    if (first === undefined) return;
    const meta: Meta = { ...first.meta, causationId: first.id, actor: 'provisioning-saga' };
    await this.#handle(jobId, { type: 'WakeJob', data: { now: Date.now() } }, { meta });
  }

  async #handle(
    jobId: string,
    command: JobCommand,
    delivery: Omit<JobDelivery, 'once'> & Partial<Pick<JobDelivery, 'once'>>,
  ): Promise<readonly JobEvent[]> {
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
    if (outcome === 'appended') {
      this.metrics.count(stream, events);
      for (const event of events) this.#alert(event);
    }
    return events;
  }

  #alert({ type, data }: JobEvent): void {
    if (type === 'JobNeedsOperator')
      this.#log.error(`${data.jobId} needs an operator: ${data.reason.message}`);
    if (type === 'StepUndoPostponed')
      this.#log.warn(
        `${data.jobId} is not undone yet: ${data.reason.message}; again ${data.again}`,
      );
  }
}

/** An intent is recorded together with the command that carries it out. */
const commandsOf = (event: JobEvent, job: Job): NewCommand[] => {
  const effect = effectOf(event, job);
  return effect === undefined ? [] : [{ ...effect, subject: subjectOf(effect) }];
};

const subjectOf = (effect: Effect): string =>
  effect.type === 'AllocateNetwork' || effect.type === 'ReleaseNetwork'
    ? ipamCommandSubject(effect.type)
    : routerCommandSubject(effect.data, effect.type);

const rowsOf = (events: readonly JobEvent[], job: Job, { tenant }: Meta): RowChange[] => {
  if (job === 'none' || events.length === 0) return [];
  const { accepted, status } = job;
  const id = accepted.data.jobId;
  const row: RowChange = events.includes(accepted)
    ? { op: 'insert', table: 'job', row: { id, ...aboutOf(accepted), tenant, status } }
    : { op: 'update', table: 'job', key: ['id'], row: { id, status } };
  return [row, timerOf(id, job)];
};

const aboutOf = ({ type, data }: JobAccepted) => {
  const { definition: workflow } = data;
  if (type === 'DatacenterPrepareAccepted') return { workflow, datacenter: data.datacenter };
  const { clientId, datacenter } = data.request;
  return { workflow, network_id: data.networkId, client_id: clientId, datacenter };
};

const timerOf = (id: string, job: Exclude<Job, 'none'>): RowChange => {
  const due = dueAt(job);
  return due === null
    ? { op: 'delete', table: 'timer', key: ['job_id'], row: { job_id: id } }
    : {
        op: 'upsert',
        table: 'timer',
        key: ['job_id'],
        row: { job_id: id, due: new Date(due).toISOString() },
      };
};
