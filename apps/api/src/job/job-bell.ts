import { BusConnection } from '@ferrule/messaging';
import { PROVISIONING_EVENTS } from '@ferrule/provisioning-contracts';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

export interface Listener {
  /** Until something happened in the job since it was waited last, or so long. */
  wait(this: void, ms: number): Promise<void>;
  /** As if something had happened. */
  ring(this: void): void;
  end(this: void): void;
}

/** Rings when something happens in a job. What it was, the service is asked: a ring may be lost. */
@Injectable()
export class JobBell implements OnModuleInit, OnModuleDestroy {
  readonly #waiting = new Map<string, Set<() => void>>();
  #stop: (() => void) | undefined;

  constructor(private readonly bus: BusConnection) {}

  onModuleInit(): void {
    const subscription = this.bus.nats.subscribe(PROVISIONING_EVENTS, {
      callback: (_error, message) => {
        const jobId = message.headers?.get('ce-correlationid');
        for (const ring of this.#waiting.get(jobId ?? '') ?? []) ring();
      },
    });
    this.#stop = () => {
      subscription.unsubscribe();
    };
  }

  onModuleDestroy(): void {
    this.#stop?.();
    for (const waiting of this.#waiting.values()) for (const ring of waiting) ring();
  }

  listen(jobId: string): Listener {
    let hasRung = false;
    let resume: (() => void) | undefined;
    const ring = (): void => {
      hasRung = true;
      resume?.();
    };
    const waiting = this.#waiting.get(jobId) ?? new Set();
    this.#waiting.set(jobId, waiting.add(ring));
    const wait = async (ms: number): Promise<void> => {
      if (!hasRung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          resume = resolve;
          timer = setTimeout(resolve, ms);
        });
        clearTimeout(timer);
      }
      hasRung = false;
    };
    const end = (): void => {
      waiting.delete(ring);
      if (waiting.size === 0) this.#waiting.delete(jobId);
    };
    return { wait, ring, end };
  }
}
