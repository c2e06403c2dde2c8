import { setTimeout as pause } from 'node:timers/promises';
import { Wake } from '@ferrule/event-store';
import { DISABLED_AFTER_MS, nextAttempt, retryAfterMs } from '@ferrule/notifier-domain';
import { Rounds } from '@ferrule/service';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { NotifierConfig } from '../config.ts';
import { WebhookKeys } from '../webhook/webhook-keys.ts';
import { WebhookHandler } from '../webhook/webhook.handler.ts';
import { type Answer, Caller } from './caller.ts';
import { DeliveryQueue, type Outcome, type Taken } from './delivery-queue.ts';
import { signatureOf } from './signature.ts';

/** At the same time, of all receivers together. */
const MOST = 256;
const LOOK_EVERY_MS = 250;
const FORGET_EVERY_MS = 60_000;
/** The receiver says that there is nobody any more. */
const GONE = 410;

/** Takes what is due, calls, and writes down what came of it. */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('Dispatcher');
  readonly #underWay = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #wake = new Wake();
  readonly #forgetting = new Rounds({
    everyMs: FORGET_EVERY_MS,
    round: (signal) => this.#forget(signal),
    failed: (error) => this.#log.warn(`old events could not be deleted: ${String(error)}`),
  });
  #dispatching: Promise<void> | undefined;

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly caller: Caller,
    private readonly keys: WebhookKeys,
    private readonly webhooks: WebhookHandler,
    private readonly config: NotifierConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#dispatching = this.#dispatch(this.#stop.signal);
    this.#forgetting.start();
  }

  /** Calls that are under way end by themselves; each is bounded. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await Promise.all([this.#dispatching, this.#forgetting.stop()]);
    await Promise.all(this.#underWay);
  }

  /** There is something to do, or somebody has room again. */
  wake(): void {
    this.#wake.now();
  }

  async #dispatch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const taken = await this.#take();
      for (const one of taken) this.#start(one);
      if (taken.length > 0 && this.#underWay.size < MOST) continue;
      await this.#wake.wait(LOOK_EVERY_MS, signal);
    }
  }

  async #take(): Promise<readonly Taken[]> {
    try {
      return await this.queue.take(MOST - this.#underWay.size);
    } catch (error) {
      this.#log.warn(`the deliveries could not be read: ${String(error)}`);
      await pause(LOOK_EVERY_MS);
      return [];
    }
  }

  #start(one: Taken): void {
    const call = this.#deliver(one)
      .catch((error: unknown) => {
        // Its lease runs out, and somebody takes it again.
        this.#log.warn(`delivery ${one.id} has no outcome: ${String(error)}`);
      })
      .finally(() => {
        this.#underWay.delete(call);
        this.wake();
      });
    this.#underWay.add(call);
  }

  async #deliver(one: Taken): Promise<void> {
    const at = Date.now();
    const answer = await this.#call(one, at);
    await this.queue.conclude(one, at, answer, outcomeOf(one, answer));
    if (answer.status === GONE) await this.#disable(one, 'it answered 410: it is gone');
    if (isDelivered(answer) || one.failingSince === null) return;
    if (at - one.failingSince.getTime() > DISABLED_AFTER_MS)
      await this.#disable(one, `nothing has arrived since ${one.failingSince.toISOString()}`);
  }

  async #call({ url, webhookId, event }: Taken, at: number): Promise<Answer> {
    const timestamp = Math.floor(at / 1_000);
    const body = bodyOf(event);
    const keys = await this.keys.of(webhookId);
    return this.caller.post(
      url,
      {
        'content-type': 'application/json',
        'user-agent': 'ferrule-notifier',
        'webhook-id': event.id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signatureOf(keys, { id: event.id, timestamp, body }),
      },
      body,
    );
  }

  /** Recorded like an operator's word, so that everybody who listens hears of it. */
  async #disable({ webhookId, event: { tenant } }: Taken, reason: string): Promise<void> {
    this.#log.warn(`webhook ${webhookId} is disabled: ${reason}`);
    await this.webhooks.handle(
      { type: 'DisableWebhook', data: { webhookId, reason } },
      { meta: { correlationId: `webhook-${webhookId}`, actor: 'notifier', tenant } },
    );
  }

  async #forget(signal: AbortSignal): Promise<void> {
    let count: number;
    do count = await this.queue.forget(this.config.kept);
    while (count > 0 && !signal.aborted);
  }
}

const isDelivered = ({ status }: Answer): boolean =>
  status !== null && status >= 200 && status < 300;

const outcomeOf = ({ attempt }: Taken, answer: Answer): Outcome => {
  if (isDelivered(answer)) return { status: 'delivered' };
  if (answer.status === GONE) return { status: 'failed' };
  const now = Date.now();
  const asked = retryAfterMs(answer.retryAfter, now);
  const due = nextAttempt({ attempt, now, dice: Math.random(), retryAfterMs: asked });
  return due === undefined ? { status: 'failed' } : { status: 'pending', due };
};

/** As Standard Webhooks has it: type, time and data, and beside them where the event stands. */
const bodyOf = (event: Taken['event']): string => {
  const { type, at, source, tenant, correlationId } = event;
  const head = { type, timestamp: at.toISOString(), source, tenant, correlationId };
  const sequence = Number(event.sequence);
  // The data goes out byte for byte as it was recorded.
  return `${JSON.stringify({ ...head, sequence }).slice(0, -1)},"data":${event.body}}`;
};
