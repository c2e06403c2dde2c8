import { isPassing } from '../system/expiry.ts';
import type { Change, State } from './state.ts';

const SOON_MS = 500;
/** Of its time, a router that changes all the while spends no more than this part on saving. */
const SHARE = 0.1;

export interface AutosaveOptions {
  readonly save: () => void;
  /** Whether what is there may still be taken back. */
  readonly isProvisional: () => boolean;
  readonly failed: (error: unknown) => void;
}

/** Saves soon after a change, as a router does by itself; where nothing changes it does nothing. */
export class Autosave {
  readonly #options: AutosaveOptions;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = SOON_MS;
  #ignore: (() => void) | undefined;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  /** What it is to look at from now on. */
  follow(state: State): void {
    this.#ignore?.();
    this.#ignore = state.onChange((change) => {
      if (isKept(change)) this.changed();
    });
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.#save(), this.#pauseMs).unref();
  }

  stop(): void {
    this.#ignore?.();
    clearTimeout(this.#timer);
  }

  #save(): void {
    const { save, isProvisional, failed } = this.#options;
    this.#timer = undefined;
    if (isProvisional()) {
      this.changed();
      return;
    }
    const started = performance.now();
    try {
      save();
    } catch (error) {
      failed(error);
    }
    this.#pauseMs = Math.max(SOON_MS, (performance.now() - started) / SHARE);
  }
}

const isKept = ({ row }: Change): boolean => !row.dynamic && !isPassing(row);
