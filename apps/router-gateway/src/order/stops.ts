import { Bucket } from '@ferrule/lease';
import { BusConnection } from '@ferrule/messaging';
import type { RouterFailure } from '@ferrule/router-contracts';
import { Injectable } from '@nestjs/common';
import { RouterGatewayConfig } from '../config.ts';

interface JobOrder {
  readonly router: string;
  readonly jobId: string;
}

interface StageOrder extends JobOrder {
  readonly index: number;
}

const DAY_MS = 86_400_000;
/** What was noted since then, this process knows itself. */
const BEGUN = Date.now();
/** More than commands can be on their way at once. */
const REMEMBERED = 10_000;

/**
 * What must not be applied any more: an apply can come after its undo, late or once again. Whether
 * it was sent before the undo, the commands themselves say; one that was sent later is a new attempt.
 */
@Injectable()
export class Stops {
  readonly #bucket: Bucket;
  /** What this process has noted, the newest last: it outlives the bucket. */
  readonly #noted = new Map<string, string>();

  constructor(config: RouterGatewayConfig, bus: BusConnection) {
    // Longer than any command can be on its way.
    const keepMs = 7 * DAY_MS;
    const { replicas } = config.bus;
    this.#bucket = new Bucket(bus, { name: 'ROUTER_STOPS', keepMs, replicas });
  }

  async reverted(order: StageOrder, sentAt: string): Promise<void> {
    await this.#note(stageKey(order), sentAt);
  }

  async cancelled(order: JobOrder, sentAt: string): Promise<void> {
    await this.#note(jobKey(order), sentAt);
  }

  /** Why a stage that was sent then must not be applied. */
  async reasonFor(order: StageOrder, sentAt: string): Promise<RouterFailure | undefined> {
    const [reverted, cancelled, isForgotten] = await Promise.all([
      this.#latest(stageKey(order)),
      this.#latest(jobKey(order)),
      this.#isForgotten(sentAt),
    ]);
    const stage = `stage ${order.index} of ${order.jobId}`;
    if (reverted !== undefined && !isLater(sentAt, reverted))
      return failure('CANCELLED', `${stage} was reverted`);
    if (cancelled !== undefined && !isLater(sentAt, cancelled))
      return failure('CANCELLED', `${stage} was cancelled`);
    return isForgotten
      ? failure('DEADLINE_EXCEEDED', `nobody knows any more whether ${stage} was taken back`)
      : undefined;
  }

  /**
   * Of what was sent before this process and before the bucket nothing is known: an undo may have been
   * noted, and the note lost. Whoever still wants it sends it anew.
   */
  async #isForgotten(sentAt: string): Promise<boolean> {
    const sent = Date.parse(sentAt);
    return sent < BEGUN && sent < Date.parse(await this.#bucket.madeAt());
  }

  async #latest(key: string): Promise<string | undefined> {
    const noted = this.#noted.get(key);
    const entry = await this.#bucket.read(key);
    if (entry === undefined || noted === undefined) return entry?.value ?? noted;
    return isLater(noted, entry.value) ? noted : entry.value;
  }

  #remember(key: string, sentAt: string): void {
    const noted = this.#noted.get(key);
    this.#noted.delete(key);
    this.#noted.set(key, noted !== undefined && isLater(noted, sentAt) ? noted : sentAt);
    const [oldest] = this.#noted.keys();
    if (this.#noted.size > REMEMBERED && oldest !== undefined) this.#noted.delete(oldest);
  }

  /** The latest counts, in whatever order they come. */
  async #note(key: string, sentAt: string): Promise<void> {
    this.#remember(key, sentAt);
    for (;;) {
      const entry = await this.#bucket.read(key);
      if (entry && !isLater(sentAt, entry.value)) return;
      const revision = entry
        ? await this.#bucket.replace(key, sentAt, entry.revision)
        : await this.#bucket.create(key, sentAt);
      if (revision !== undefined) return;
    }
  }
}

const failure = (code: RouterFailure['code'], message: string): RouterFailure => ({
  ...{ code, message, field: null },
  suggestion: null,
});

export const isLater = (one: string, other: string): boolean => Date.parse(one) > Date.parse(other);

const jobKey = ({ router, jobId }: JobOrder): string => `${router}.${jobId}`;
const stageKey = ({ router, jobId, index }: StageOrder): string => `${router}.${jobId}.${index}`;
