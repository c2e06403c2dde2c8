import {
  handle,
  type NewCommand,
  PgEventStore,
  RefusedByDatabase,
  Repeater,
} from '@ferrule/event-store';
import { ipamCommandSubject } from '@ferrule/ipam-contracts';
import type { Meta } from '@ferrule/kernel';
import {
  JOB_ENDS,
  type JobAccepted,
  type JobEvent,
  type OperatorCommand,
} from '@ferrule/provisioning-contracts';
import {
  aboutOf,
  awaitedRouter,
  type ConcludeStep,
  type ConcludeUndo,
  type Effect,
  effectOf,
  type Job,
  type JobCommand,
  jobDecider,
  jobStream,
  workflowOf,
} from '@ferrule/provisioning-domain';
import { routerCommandSubject } from '@ferrule/router-contracts';
import type { Delivery } from '@ferrule/service';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JobMetrics } from './job-metrics.ts';
import { KEY_CONSTRAINT, rowsOf } from './job-rows.ts';
import { Maintenance } from './maintenance.ts';

/** A message, and our own command that it answers. */
export type JobDelivery = Delivery & { readonly answers?: string };

/** What somebody answered, without the time at which it is taken up. */
export type Conclusion =
  | { readonly type: 'ConcludeStep'; readonly data: Timeless<ConcludeStep['data']> }
  | { readonly type: 'ConcludeUndo'; readonly data: Timeless<ConcludeUndo['data']> };
type Timeless<T> = T extends unknown ? Omit<T, 'now' | 'jitter'> : never;

/** Time and chance are drawn here, never where it is decided what follows from them. */
const drawn = () => ({ now: Date.now(), jitter: Math.random() });

@Injectable()
export class JobHandler {
  readonly #log = new Logger('JobHandler');
  #ended: (parentJobId: string) => void = () => undefined;

  constructor(
    private readonly store: PgEventStore,
    private readonly metrics: JobMetrics,
    private readonly repeater: Repeater,
    @Inject(DataSource) private readonly dataSource: Pick<DataSource, 'query'>,
    @Inject(Maintenance) private readonly maintenance: Pick<Maintenance, 'of'>,
  ) {}

  /** Called with the batch of a job that has just ended. */
  onEnd(listener: (parentJobId: string) => void): void {
    this.#ended = listener;
  }

  async start(accepted: JobAccepted, delivery: Delivery): Promise<void> {
    const { jobId } = accepted.data;
    const events = await this.begin(accepted, delivery);
    // Whoever sends its command again did not hear the answer.
    if (events.length === 0) await this.repeater.repeat(jobStream(jobId));
  }

  async conclude(jobId: string, answer: Conclusion, delivery: JobDelivery): Promise<void> {
    const command: JobCommand =
      answer.type === 'ConcludeStep'
        ? { type: 'ConcludeStep', data: { ...answer.data, ...drawn() } }
        : { type: 'ConcludeUndo', data: { ...answer.data, ...drawn() } };
    await this.#handle(jobId, command, delivery);
  }

  /** What an answer may mean to one workflow or another: a job waits for one of them at most. */
  async concludeAny(
    jobId: string,
    answers: readonly Conclusion[],
    delivery: JobDelivery,
  ): Promise<void> {
    const { consumer, message } = delivery.once;
    for (const [at, answer] of answers.entries()) {
      const once = at === 0 ? delivery.once : { consumer, message: `${message}/${at}` };
      await this.conclude(jobId, answer, { ...delivery, once });
    }
  }

  /** Somebody answered what changes nothing; it must not be asked for again. */
  async note(jobId: string, delivery: JobDelivery): Promise<void> {
    await this.#handle(jobId, { type: 'NoteAnswer', data: {} }, delivery);
  }

  /** What a person wants of a job: done, or refused in words. Whether there is such a job, it says. */
  async order(order: OperatorCommand, delivery: Delivery): Promise<boolean> {
    const { jobId } = order.data;
    const recorded = await this.store.readStream(jobStream(jobId));
    const [first] = recorded;
    if (first === undefined) return false;
    const { message } = delivery.once;
    // Given twice it is carried out once, although it may not be possible any more.
    if (recorded.some(({ meta: { causationId } }) => causationId === message)) return true;
    const { actor: by } = delivery.meta;
    const meta: Meta = { ...delivery.meta, correlationId: jobId, tenant: first.meta.tenant };
    const data = { order, by, ...drawn() };
    await this.#handle(jobId, { type: 'OrderJob', data }, { ...delivery, meta });
    return true;
  }

  /**
   * A timer is due, or what the job waits for may be there: once is enough for all instances, since
   * the job knows what it waits for.
   */
  async wake(jobId: string, isEarly = false): Promise<void> {
    const [first] = await this.store.readStream(jobStream(jobId));
    if (first === undefined) return;
    const meta: Meta = { ...first.meta, causationId: first.id, actor: 'provisioning-saga' };
    const { state } = await this.store.load(jobStream(jobId), jobDecider);
    const router = awaitedRouter(state);
    const maintenance = router === null ? undefined : await this.maintenance.of(router);
    const data = { ...drawn(), isEarly, ...(maintenance && { maintenance }) };
    try {
      await this.#handle(jobId, { type: 'WakeJob', data }, { meta });
    } catch (error) {
      // Somebody else was let in before it.
      if (!isKeyTaken(error)) throw error;
    }
  }

  /** Nothing, when it has begun before. Where another job works on the same thing it waits for that. */
  async begin(accepted: JobAccepted, delivery: Delivery): Promise<readonly JobEvent[]> {
    const { jobId } = accepted.data;
    const data = { accepted, ...drawn() };
    try {
      return await this.#handle(jobId, { type: 'StartJob', data }, delivery);
    } catch (error) {
      const { key } = workflowOf(accepted);
      if (!isKeyTaken(error) || key === null) throw error;
      // Which job of another tenant's it is, is nobody else's business.
      const [holder] = await this.dataSource.query<{ id: string }[]>(
        'select id from job where key = $1 and tenant = $2',
        [key, delivery.meta.tenant],
      );
      const behind = { key, jobId: holder?.id ?? null };
      return this.#handle(jobId, { type: 'StartJob', data: { ...data, behind } }, delivery);
    }
  }

  async #handle(
    jobId: string,
    command: JobCommand,
    delivery: Omit<JobDelivery, 'once'> & Partial<Pick<JobDelivery, 'once'>>,
  ): Promise<readonly JobEvent[]> {
    const stream = jobStream(jobId);
    const { outcome, events, state } = await handle(this.store, {
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
      this.metrics.count(stream, events, state);
      for (const event of events) this.#alert(event);
      if (state !== 'none' && JOB_ENDS.includes(state.status)) {
        const { parentJobId } = aboutOf(state.accepted);
        if (parentJobId !== null) this.#ended(parentJobId);
      }
    }
    return events;
  }

  #alert({ type, data }: JobEvent): void {
    if (type === 'JobNeedsOperator')
      this.#log.error(`${data.jobId} needs an operator: ${data.reason.message}`);
    if (type === 'StepUndoPostponed' || type === 'StepPostponed') {
      const is = type === 'StepPostponed' ? 'done' : 'undone';
      const { jobId, step, reason, again } = data;
      this.#log.warn(`${step} of ${jobId} is not ${is} yet: ${reason.message}; again ${again}`);
    }
  }
}

const isKeyTaken = (error: unknown): boolean =>
  error instanceof RefusedByDatabase && error.constraint === KEY_CONSTRAINT;

/** An intent is recorded together with the command that carries it out. */
const commandsOf = (event: JobEvent, job: Job): NewCommand[] => {
  const effect = effectOf(event, job);
  return effect === undefined ? [] : [commandOf(effect)];
};

const commandOf = (effect: Effect): NewCommand => {
  switch (effect.type) {
    case 'PlanChanges':
    case 'ApplyStage':
    case 'ActivateNetwork':
    case 'RevertStage':
    case 'CancelStage':
      return { ...effect, subject: routerCommandSubject(effect.data, effect.type) };
    case 'AllocateNetwork':
    case 'ReleaseNetwork':
    case 'PublishNames':
    case 'WithdrawNames':
      return { ...effect, subject: ipamCommandSubject(effect.type) };
  }
};
