import { Injectable } from '@nestjs/common';
import { isLater } from './stops.ts';

interface JobRef {
  readonly router: string;
  readonly jobId: string;
}

interface Cancellable {
  readonly controller: AbortController;
  readonly sentAt: string;
}

/** The stages at hand, for whoever wants to take one of them back. */
@Injectable()
export class Cancellations {
  readonly #stages = new Map<string, Set<Cancellable>>();

  open(job: JobRef, sentAt: string): { readonly signal: AbortSignal; readonly close: () => void } {
    const key = keyOf(job);
    const stages = this.#stages.get(key) ?? new Set<Cancellable>();
    this.#stages.set(key, stages);
    const controller = new AbortController();
    const stage = { controller, sentAt };
    stages.add(stage);
    const close = (): void => {
      stages.delete(stage);
      if (stages.size === 0) this.#stages.delete(key);
    };
    return { signal: controller.signal, close };
  }

  /** Not those that were sent after the cancellation: they are a new attempt. */
  cancel(job: JobRef, cancelledAt: string): void {
    for (const { controller, sentAt } of this.#stages.get(keyOf(job)) ?? [])
      if (!isLater(sentAt, cancelledAt)) controller.abort();
  }
}

const keyOf = ({ router, jobId }: JobRef): string => `${router}/${jobId}`;
