import { setTimeout as pause } from 'node:timers/promises';
import type { JobView } from '@ferrule/provisioning-contracts';
import { type ApiClient, isNotFound } from '../api-client.ts';
import { EXIT, Failure } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { displayOf } from './job-display.ts';
import { hasEnded } from './job-lines.ts';
import { jobEvents, type ServerEvent } from './job-stream.ts';
import { jobPath } from './paths.ts';

const LOOK_EVERY_MS = 200;

export interface Following {
  readonly job: JobView | undefined;
  readonly ended: boolean;
}

export interface FollowOptions {
  readonly deadline: number;
  readonly quiet: boolean;
  /** The job may not be known yet, since its command was sent a moment ago. */
  readonly isNew: boolean;
  /** Told of each event of the job as well. */
  readonly heard?: (event: ServerEvent) => void;
}

/** Shows a job as it goes on, until it ends or the time is over. */
export const followJob = async (
  api: ApiClient,
  terminal: Terminal,
  jobId: string,
  { deadline, quiet, isNew, heard }: FollowOptions,
): Promise<Following> => {
  const display = displayOf(terminal, quiet);
  let job: JobView | undefined;
  let last: string | undefined;
  const see = (seen: JobView): void => {
    job = seen;
    display.show(seen);
  };
  const listen = async (ms: number): Promise<void> => {
    for await (const event of jobEvents(api, jobId, last, ms)) {
      last = event.id ?? last;
      if (event.event === 'job' || event.event === 'end') see(JSON.parse(event.data) as JobView);
      else heard?.(event);
    }
  };
  try {
    for (;;) {
      const seen = await look(api, jobId, job, isNew);
      if (seen !== undefined) see(seen);
      const left = deadline - performance.now();
      // Whoever wants the events wants those of a job that has ended as well.
      const isHeard = heard === undefined || last !== undefined;
      if (job !== undefined && hasEnded(job) && isHeard) return { job, ended: true };
      if (left <= 0) return { job, ended: false };
      if (job !== undefined) await listen(left).catch(() => undefined);
      terminal.stop.throwIfAborted();
      if (job !== undefined && hasEnded(job)) return { job, ended: true };
      const rest = Math.max(0, deadline - performance.now());
      await pause(Math.min(rest, LOOK_EVERY_MS), undefined, { signal: terminal.stop });
    }
  } finally {
    display.end();
  }
};

/** Undefined: there is nothing to see just now. */
const look = async (
  api: ApiClient,
  jobId: string,
  known: JobView | undefined,
  isNew: boolean,
): Promise<JobView | undefined> => {
  try {
    return await api.get<JobView>(jobPath(jobId));
  } catch (error) {
    // A command that was refused has no job either, and says why.
    const isComing = isNew && isNotFound(error) && error.problem?.['rejectedWith'] === undefined;
    const isAway = error instanceof Failure && error.exitCode === EXIT.unreachable;
    if (known === undefined ? isComing : isAway) return undefined;
    throw error;
  }
};
