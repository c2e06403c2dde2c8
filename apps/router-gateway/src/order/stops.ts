import { Bucket } from '@ferrule/lease';
import { BusConnection } from '@ferrule/messaging';
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

/**
 * What must not be applied any more: an apply can come after its undo, late or once again. Whether
 * it was sent before the undo, the commands themselves say; one that was sent later is a new attempt.
 */
@Injectable()
export class Stops {
  readonly #bucket: Bucket;

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

  /** Why a stage that was sent then must not be applied, as the end of a sentence. */
  async reasonFor(order: StageOrder, sentAt: string): Promise<string | undefined> {
    const [reverted, cancelled] = await Promise.all([
      this.#bucket.read(stageKey(order)),
      this.#bucket.read(jobKey(order)),
    ]);
    if (reverted && !isLater(sentAt, reverted.value)) return 'was reverted';
    if (cancelled && !isLater(sentAt, cancelled.value)) return 'was cancelled';
    return undefined;
  }

  /** The latest counts, in whatever order they come. */
  async #note(key: string, sentAt: string): Promise<void> {
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

export const isLater = (one: string, other: string): boolean => Date.parse(one) > Date.parse(other);

const jobKey = ({ router, jobId }: JobOrder): string => `${router}.${jobId}`;
const stageKey = ({ router, jobId, index }: StageOrder): string => `${router}.${jobId}.${index}`;
