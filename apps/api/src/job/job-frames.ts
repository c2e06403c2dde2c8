import { JOB_ENDS, type JobHistory } from '@ferrule/provisioning-contracts';

export interface FrameSource {
  /** Undefined: nobody can be asked right now. */
  history(this: void, after: number): Promise<JobHistory | undefined>;
  /** Until there may be something new, or so long. */
  wait(this: void, ms: number): Promise<void>;
  readonly stop: AbortSignal;
}

export interface FrameOptions {
  /** What was read already. */
  readonly first: JobHistory;
  readonly after: number;
  /** Proxies close connections on which nothing is said. */
  readonly heartbeatMs: number;
  /** How often it is looked when nothing says that there is something to see. */
  readonly lookMs: number;
}

const frame = (event: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * A job as server-sent events: each event once and in its order, with its place as the id to go on
 * from; after what there is so far the job itself, as `job`, and as `end` once it has come to one.
 * Nothing is held but the page that is being sent.
 */
export async function* framesOf(
  { history, wait, stop }: FrameSource,
  { first, after, heartbeatMs, lookMs }: FrameOptions,
): AsyncGenerator<string> {
  const isOver = (): boolean => stop.aborted;
  let page: JobHistory | undefined = first;
  let seen = after;
  let isFirst = true;
  let said = performance.now();
  yield 'retry: 2000\n\n';
  while (!isOver()) {
    for (const event of page?.events ?? []) {
      yield frame(event.type, event, event.version);
      seen = event.version;
      said = performance.now();
    }
    if (page?.isWhole === true) {
      const { job, events } = page;
      if (JOB_ENDS.includes(job.status)) {
        yield frame('end', job);
        return;
      }
      if (events.length > 0 || isFirst) yield frame('job', job);
      isFirst = false;
    }
    if (page?.isWhole !== false) await wait(Math.min(lookMs, heartbeatMs));
    if (performance.now() - said >= heartbeatMs) {
      yield ': still here\n\n';
      said = performance.now();
    }
    page = isOver() ? undefined : await history(seen);
  }
}
