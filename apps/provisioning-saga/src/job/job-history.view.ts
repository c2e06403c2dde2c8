import { PgEventStore, type RecordedEvent } from '@ferrule/event-store';
import type { Scope, Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type JobEvent,
  type JobHistory,
  type JobHistoryEvent,
  type JobHistoryQuestion,
  type JobTimeline,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { jobStream, jobTimeline, jobView, type TimedJobEvent } from '@ferrule/provisioning-domain';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { isJobWithin, noJob } from './job-scope.ts';

/** Small, since each client that follows a job has one in its hands; only a plan may be larger. */
const MOST_BYTES = 64 * 1024;

/** What happened in a job, event by event. */
@Controller()
export class JobHistoryView {
  constructor(private readonly store: PgEventStore) {}

  /** As many events as fit one answer, and at least one if there is one. */
  @Answers(PROVISIONING_QUERIES.getJobHistory)
  async history(
    @Payload() { jobId, after = 0, scope }: Scoped<JobHistoryQuestion>,
  ): Promise<JobHistory> {
    const { recorded, job } = await this.#read(jobId, scopeOf({ scope }));
    const wanted = recorded.filter(({ version }) => version > after).map(shown);
    const events = wanted.slice(0, fitting(wanted));
    return { events, isWhole: events.length === wanted.length, job };
  }

  @Answers(PROVISIONING_QUERIES.getJobTimeline)
  async timeline(@Payload() { jobId, scope }: Scoped<{ jobId: string }>): Promise<JobTimeline> {
    const { recorded } = await this.#read(jobId, scopeOf({ scope }));
    const timeline = jobTimeline(recorded.map(timed));
    if (timeline === undefined) throw noJob(jobId);
    return timeline;
  }

  async #read(jobId: string, scope: Scope) {
    const recorded = await this.store.readStream<JobEvent>(jobStream(jobId));
    const job = jobView(recorded.map(timed));
    const tenant = recorded[0]?.meta.tenant ?? '';
    if (job === undefined || !isJobWithin(scope, { ...job, tenant })) throw noJob(jobId);
    return { recorded, job };
  }
}

const timed = (event: RecordedEvent<JobEvent>): TimedJobEvent => event as TimedJobEvent;

const shown = ({
  version,
  id,
  type,
  at,
  meta,
  data,
}: RecordedEvent<JobEvent>): JobHistoryEvent => ({
  ...{ version, id, type, at },
  actor: meta.actor,
  data,
});

/** How many of them fit. */
const fitting = (events: readonly JobHistoryEvent[]): number => {
  let left = MOST_BYTES;
  const first = events.findIndex((event) => {
    left -= Buffer.byteLength(JSON.stringify(event));
    return left < 0;
  });
  return first === -1 ? events.length : Math.max(1, first);
};
