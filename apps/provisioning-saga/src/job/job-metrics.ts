import { PgEventStore } from '@ferrule/event-store';
import type { JobEvent } from '@ferrule/provisioning-contracts';
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
  count(stream: string, events: readonly JobEvent[]): void {
    for (const { type } of events) {
      if (type === 'NetworkProvisionAccepted') attempts.add(1);
      if (type === 'NetworkProvisionCompleted') successes.add(1);
      if (type === 'JobNeedsOperator') needingOperator.add(1);
      if (type === 'StepUndoIntended' && isFirst(events)) rollbacks.add(1);
      if (type === 'NetworkProvisionCompleted' || type === 'NetworkProvisionFailed')
        this.#time(stream).catch((error: unknown) =>
          this.#log.warn(`the duration of ${stream} was not recorded: ${String(error)}`),
        );
    }
  }

  async #time(stream: string): Promise<void> {
    const recorded = await this.store.readStream(stream);
    const [first, last] = [recorded.at(0), recorded.at(-1)];
    if (first && last) duration.record((Date.parse(last.at) - Date.parse(first.at)) / 1000);
  }
}

/** The first undo of a job is recorded together with the failure that leads to it. */
const isFirst = (events: readonly JobEvent[]): boolean =>
  events.some(({ type, data }) => type === 'StepFailed' && data.networkId !== null);
