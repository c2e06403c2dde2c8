import { PgEventStore } from '@ferrule/event-store';
import { JOB_ENDS, type JobEvent } from '@ferrule/provisioning-contracts';
import { type Job, jobTimeline, type TimedJobEvent } from '@ferrule/provisioning-domain';
import { counter, secondsHistogram } from '@ferrule/telemetry';
import { Injectable, Logger } from '@nestjs/common';

const attempts = counter({
  name: 'network_provisioning_total',
  description: 'Networks that somebody asked for and that were accepted',
});
const successes = counter({
  name: 'network_provisioning_success',
  description: 'Networks whose provisioning came to its end',
});
const duration = secondsHistogram({
  name: 'network_provisioning_duration',
  description: 'Seconds from acceptance to the end of a provisioning, whatever the end',
});
/** A job that failed before anything was done has nothing to undo, and does not count. */
const rollbacks = counter({
  name: 'network_rollback_total',
  description: 'Provisionings that were undone after a step had failed',
});
const steps = secondsHistogram({
  name: 'ferrule_job_step_seconds',
  description: 'Seconds from the intent of a step, or of its undo, to its answer',
});

/** Of any workflow: each of them waits for a person. */
const needingOperator = counter({
  name: 'ferrule_jobs_needing_operator_total',
  description: 'Jobs that could not be undone',
});

/** The figures that were promised, by their promised names. */
@Injectable()
export class JobMetrics {
  readonly #log = new Logger('JobMetrics');

  constructor(private readonly store: PgEventStore) {}

  /** What was just recorded of a job, all at once. */
  count(stream: string, events: readonly JobEvent[], job: Job): void {
    if (job === 'none' || events.length === 0) return;
    const { definition } = job.accepted.data;
    const isNetwork = definition === 'network.provision';
    for (const { type } of events) {
      if (type === 'JobNeedsOperator') needingOperator.add(1);
      if (!isNetwork) continue;
      if (type === 'NetworkProvisionAccepted') attempts.add(1);
      if (type === 'NetworkProvisionCompleted') successes.add(1);
      if (type === 'StepUndoIntended' && beginsUndo(events)) rollbacks.add(1);
    }
    if (!JOB_ENDS.includes(job.status) || job.status === 'NEEDS_OPERATOR') return;
    this.#time(stream, definition).catch((error: unknown) =>
      this.#log.warn(`how long ${stream} took was not recorded: ${String(error)}`),
    );
  }

  async #time(stream: string, workflow: string): Promise<void> {
    const recorded = await this.store.readStream<JobEvent>(stream);
    const [first, last] = [recorded.at(0), recorded.at(-1)];
    if (first === undefined || last === undefined) return;
    if (workflow === 'network.provision')
      duration.record((Date.parse(last.at) - Date.parse(first.at)) / 1000);
    const timeline = jobTimeline(recorded.map((event) => event as TimedJobEvent));
    for (const { what, direction, outcome, milliseconds } of timeline?.entries ?? [])
      if (direction !== null && milliseconds !== null)
        steps.record(milliseconds / 1000, { workflow, step: what, direction, outcome });
  }
}

/** The first undo of a job is recorded together with what leads to it. */
const beginsUndo = (events: readonly JobEvent[]): boolean =>
  events.some(({ type }) => type === 'StepFailed' || type === 'JobCancelled');
