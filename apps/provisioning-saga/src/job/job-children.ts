import { PgEventStore } from '@ferrule/event-store';
import { type Meta, Rejection } from '@ferrule/kernel';
import {
  type BatchSummary,
  JOB_ENDS,
  type JobAccepted,
  type JobState,
  type NetworkBatchAccepted,
} from '@ferrule/provisioning-contracts';
import { childrenOf, jobStream } from '@ferrule/provisioning-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JobHandler } from './job.handler.ts';
import { progressOf } from './job-reader.ts';

interface Batch {
  readonly meta: Meta;
  readonly causationId: string;
  readonly children: readonly JobAccepted[];
  readonly parallel: number;
}

const STEP = { step: 'child_jobs', index: 0 } as const;
const CONSUMER = 'provisioning-children';

/**
 * Begins the jobs of a batch, so many at once on each router, and says when all have ended. What is
 * to be done follows from the rows of the jobs alone: any instance may do it, several may do it at
 * once, and whoever is killed leaves nothing that the next look does not find.
 */
@Injectable()
export class JobChildren {
  readonly #batches = new Map<string, Batch>();
  readonly #looking = new Set<string>();
  readonly #again = new Set<string>();

  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly handler: JobHandler,
  ) {
    handler.onEnd((parentJobId) => void this.look(parentJobId).catch(() => undefined));
  }

  /** Looks after every batch that has not ended. */
  async round(): Promise<void> {
    const live = await this.dataSource.query<{ id: string }[]>(
      `select id from job where workflow = 'network.provision-batch'
         and status in ('IN_PROGRESS', 'PAUSED', 'ROLLING_BACK')`,
    );
    const ids = new Set(live.map(({ id }) => id));
    for (const id of this.#batches.keys()) if (!ids.has(id)) this.#batches.delete(id);
    for (const id of ids) await this.look(id);
  }

  /** One look at a time; what ends meanwhile is seen by one more. */
  async look(jobId: string): Promise<void> {
    if (this.#looking.has(jobId)) {
      this.#again.add(jobId);
      return;
    }
    this.#looking.add(jobId);
    try {
      await this.#look(jobId);
    } finally {
      this.#looking.delete(jobId);
    }
    if (this.#again.delete(jobId)) await this.look(jobId);
  }

  async #look(jobId: string): Promise<void> {
    const rows = await this.dataSource.query<{ id: string; status: JobState }[]>(
      'select id, status from job where id = $1 or parent_id = $1',
      [jobId],
    );
    const states = new Map(rows.map(({ id, status }) => [id, status]));
    const status = states.get(jobId);
    const batch = await this.#batch(jobId);
    if (status === undefined || batch === undefined || JOB_ENDS.includes(status)) return;
    const isLive = (child: JobAccepted): boolean => {
      const state = states.get(child.data.jobId);
      return state !== undefined && !JOB_ENDS.includes(state);
    };
    const live = batch.children.filter(isLive);
    const left = batch.children.filter(({ data }) => !states.has(data.jobId));
    if (status === 'ROLLING_BACK')
      await Promise.all(live.map((child) => this.#cancel(jobId, child)));
    if (status === 'PAUSED') return;
    const isOver = live.length === 0 && (left.length === 0 || status === 'ROLLING_BACK');
    if (isOver) return this.#conclude(jobId, batch, summaryOf(batch, states));
    if (status !== 'IN_PROGRESS') return;
    const next = nextOf(live, left, batch.parallel);
    await Promise.all(next.map((child) => this.handler.begin(child, deliveryOf(child, batch))));
  }

  async #batch(jobId: string): Promise<Batch | undefined> {
    const known = this.#batches.get(jobId);
    if (known !== undefined) return known;
    const [first] = await this.store.readStream<NetworkBatchAccepted>(jobStream(jobId));
    if (first === undefined) return undefined;
    const { data, meta, id } = first;
    const accepted: NetworkBatchAccepted = { type: 'NetworkBatchAccepted', data };
    const children = childrenOf(accepted);
    const batch = { meta, causationId: id, children, parallel: data.parallel };
    this.#batches.set(jobId, batch);
    return batch;
  }

  async #cancel(jobId: string, { data }: JobAccepted): Promise<void> {
    const id = `${data.jobId}-with-its-batch`;
    try {
      await this.handler.order(
        {
          type: 'CancelJob',
          data: { jobId: data.jobId, reason: `its batch ${jobId} was cancelled` },
        },
        {
          meta: {
            correlationId: data.jobId,
            causationId: id,
            actor: 'provisioning-saga',
            tenant: '',
          },
          once: { consumer: CONSUMER, message: id },
        },
      );
    } catch (error) {
      // It is being undone already, or ended meanwhile.
      if (!(error instanceof Rejection)) throw error;
    }
  }

  async #conclude(jobId: string, { meta, causationId }: Batch, children: BatchSummary) {
    const outcome = { result: null, children };
    await this.handler.conclude(
      jobId,
      { type: 'ConcludeStep', data: { ...STEP, outcome } },
      { meta: { ...meta, causationId }, once: { consumer: CONSUMER, message: `${jobId}/over` } },
    );
  }
}

const routerOf = ({ data }: JobAccepted): string => ('router' in data ? (data.router ?? '') : '');

/** In their order, as many on each router as there is room for. */
const nextOf = (
  live: readonly JobAccepted[],
  left: readonly JobAccepted[],
  parallel: number,
): readonly JobAccepted[] => {
  const busy = new Map<string, number>();
  const take = (child: JobAccepted): boolean => {
    const router = routerOf(child);
    const taken = busy.get(router) ?? 0;
    busy.set(router, taken + 1);
    return taken < parallel;
  };
  for (const child of live) take(child);
  return left.filter(take);
};

const deliveryOf = ({ data: { jobId } }: JobAccepted, { meta, causationId }: Batch) => ({
  meta: { ...meta, correlationId: jobId, causationId },
  once: { consumer: CONSUMER, message: jobId },
});

/** What was never begun counts as cancelled. */
const summaryOf = ({ children }: Batch, states: ReadonlyMap<string, JobState>): BatchSummary => {
  const counts = new Map<JobState, number>();
  for (const { data } of children) {
    const state = states.get(data.jobId) ?? 'CANCELLED';
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const { running: _, pending: __, ...summary } = progressOf(children.length, counts);
  return summary;
};
