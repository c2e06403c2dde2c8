import { Rejection } from '@ferrule/kernel';
import { BusConnection, QueryClient, QueryError } from '@ferrule/messaging';
import {
  type JobAnswer,
  PROVISIONING_EVENTS,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

/** Looks this often when no event says that there is something to see. */
const LOOK_EVERY_MS = 500;

/** Waits for what becomes of a command. Events only wake it up: the truth is asked of the service. */
@Injectable()
export class JobFollower implements OnModuleInit, OnModuleDestroy {
  readonly #waiting = new Map<string, Set<() => void>>();
  #stop: (() => void) | undefined;

  constructor(
    private readonly bus: BusConnection,
    private readonly queries: QueryClient,
  ) {}

  onModuleInit(): void {
    const subscription = this.bus.nats.subscribe(PROVISIONING_EVENTS, {
      callback: (_error, message) => {
        const jobId = message.headers?.get('ce-correlationid');
        for (const wake of this.#waiting.get(jobId ?? '') ?? []) wake();
      },
    });
    this.#stop = () => {
      subscription.unsubscribe();
    };
  }

  onModuleDestroy(): void {
    this.#stop?.();
    for (const waiting of this.#waiting.values()) for (const wake of waiting) wake();
  }

  /** The first answer that satisfies, or the last one seen when the time is over. */
  async follow(
    jobId: string,
    isEnough: (answer: JobAnswer) => boolean,
    deadline: number,
    lookFirst: boolean,
  ): Promise<JobAnswer | undefined> {
    const { due, wait, end } = this.#listen(jobId);
    let seen: JobAnswer | undefined;
    try {
      if (lookFirst) due();
      for (;;) {
        const left = deadline - performance.now();
        await wait(Math.max(0, Math.min(left, LOOK_EVERY_MS)));
        seen = (await this.find(jobId)) ?? seen;
        if ((seen && isEnough(seen)) || performance.now() >= deadline) return seen;
      }
    } finally {
      end();
    }
  }

  /** Undefined while nobody knows the job, or nobody can be asked. */
  async find(jobId: string): Promise<JobAnswer | undefined> {
    try {
      return await this.queries.ask<JobAnswer>(PROVISIONING_QUERIES.getJob, { jobId }, 2_000);
    } catch (error) {
      const unknown = error instanceof Rejection && error.code === 'JOB_NOT_FOUND';
      if (unknown || error instanceof QueryError) return undefined;
      throw error;
    }
  }

  #listen(jobId: string) {
    let isDue = false;
    let resume: (() => void) | undefined;
    const due = (): void => {
      isDue = true;
      resume?.();
    };
    const waiting = this.#waiting.get(jobId) ?? new Set();
    this.#waiting.set(jobId, waiting.add(due));
    const wait = async (ms: number): Promise<void> => {
      if (!isDue) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          resume = resolve;
          timer = setTimeout(resolve, ms);
        });
        clearTimeout(timer);
      }
      isDue = false;
    };
    const end = (): void => {
      waiting.delete(due);
      if (waiting.size === 0) this.#waiting.delete(jobId);
    };
    return { due, wait, end };
  }
}
