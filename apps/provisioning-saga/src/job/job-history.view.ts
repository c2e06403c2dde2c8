import { PgEventStore, type RecordedEvent } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
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
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

/** Small, since each client that follows a job has one in its hands; only a plan may be larger. */
const MOST_BYTES = 64 * 1024;

/** What happened in a job, event by event. */
@Controller()
export class JobHistoryView {
  constructor(private readonly store: PgEventStore) {}

  /** As many events as fit one answer, and at least one if there is one. */
  @Answers(PROVISIONING_QUERIES.getJobHistory)
  async history(@Payload() { jobId, after = 0 }: JobHistoryQuestion): Promise<JobHistory> {
    const recorded = await this.#read(jobId);
    const job = jobView(recorded.map(timed));
    if (job === undefined) throw unknown(jobId);
    const wanted = recorded.filter(({ version }) => version > after).map(shown);
    const events = wanted.slice(0, fitting(wanted));
    return { events, isWhole: events.length === wanted.length, job };
  }

  @Answers(PROVISIONING_QUERIES.getJobTimeline)
  async timeline(@Payload() { jobId }: { jobId: string }): Promise<JobTimeline> {
    const timeline = jobTimeline((await this.#read(jobId)).map(timed));
    if (timeline === undefined) throw unknown(jobId);
    return timeline;
  }

  #read(jobId: string): Promise<readonly RecordedEvent<JobEvent>[]> {
    return this.store.readStream<JobEvent>(jobStream(jobId));
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

const unknown = (jobId: string): Rejection =>
  new Rejection('JOB_NOT_FOUND', `there is no job ${jobId}`, { field: 'jobId' });
