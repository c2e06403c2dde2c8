import { Logger } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Envelope } from '@ferrule/kernel';
import type { Backoff } from './backoff.ts';
import type { BusConnection } from './connection.ts';
import { JETSTREAM, type ConsumeExtras } from './consume.ts';
import { ConsumerRunner } from './consumer-runner.ts';
import { DeadLetterOffice } from './dead-letter.ts';
import { DLQ, type ConsumerDeclaration, type StreamDeclaration } from './declaration.ts';
import { Deliveries, type DeliveryHooks, type Handler } from './delivery.ts';
import { describeDrift } from './drift.ts';
import type { JetStreamContext } from './jetstream-context.ts';
import { Absence } from './absence.ts';
import { Outage } from './outage.ts';
import { Routes } from './routes.ts';
import { ensureTopology, type OnDrift } from './topology.ts';

export interface JetStreamServerOptions extends DeliveryHooks {
  readonly connection: BusConnection;
  /** Every stream that the consumers here read from. */
  readonly streams: readonly StreamDeclaration[];
  /** Consumers besides those that `@Consume` names. */
  readonly consumers?: readonly ConsumerDeclaration[];
  readonly deadLetters?: StreamDeclaration;
  readonly onDrift?: OnDrift;
  readonly retry?: Backoff;
  readonly handlerDeadlineMs?: number;
  /** How long a shutdown waits for running handlers. */
  readonly drainMs?: number;
  readonly heartbeatMs?: number;
  readonly stallAfterMs?: number;
  /** Throws while something that every handler needs is away; what is at hand is kept until it is back. */
  readonly dependencies?: () => Promise<void>;
}

/**
 * Nest's transport on JetStream: handlers bound by `@Consume` to durable pull consumers. A message
 * is acknowledged after its handler has resolved, and never otherwise.
 */
export class JetStreamServer extends Server implements CustomTransportStrategy {
  override readonly transportId = JETSTREAM;
  // Nest need not log what a handler throws: it comes back to us, and every failure is told.
  override readonly propagatesEventHandlerErrors = true;
  protected override readonly logger = new Logger('JetStream');
  readonly #options: JetStreamServerOptions;
  readonly #deadLetters: StreamDeclaration;
  readonly #deliveries: Deliveries;
  readonly #routes = new Map<string, Routes<Handler>>();
  readonly #declared = new Map<string, ConsumerDeclaration>();
  readonly #runners = new Map<string, ConsumerRunner>();
  readonly #outage: Outage | undefined;
  readonly #absence: Absence;
  #draining: Promise<void> | undefined;

  constructor(options: JetStreamServerOptions) {
    super();
    this.#options = options;
    this.#deadLetters = options.deadLetters ?? DLQ;
    const { dependencies } = options;
    this.#outage =
      dependencies &&
      new Outage({
        dependencies,
        warn: (sentence) => this.logger.warn(sentence),
        lookEveryMs: 500,
      });
    this.#absence = new Absence({
      askAgainMs: 1_000,
      mostMs: 600_000,
      warn: (sentence) => this.logger.warn(sentence),
    });
    this.#deliveries = new Deliveries(
      new DeadLetterOffice(options.connection, this.#deadLetters),
      {
        ...options,
        retry: options.retry ?? { baseMs: 500, capMs: 60_000 },
        handlerDeadlineMs: options.handlerDeadlineMs ?? 300_000,
        outage: this.#outage,
        absence: this.#absence,
      },
      (sentence) => this.logger.warn(sentence),
    );
    for (const consumer of options.consumers ?? []) this.#declare(consumer);
  }

  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    // A handler that names no transport is offered to every one of a process: it is not for us.
    if (!isConsumeExtras(extras)) return;
    if (this.messageHandlers.has(pattern)) {
      throw new Error(`two handlers for "${pattern}": one of them would never know of a failure`);
    }
    super.addHandler(pattern, callback, isEventHandler, extras);
    if (extras.consumer !== undefined) this.#declare(extras.consumer);
    const routes = this.#routes.get(extras.group) ?? new Routes<Handler>();
    this.#routes.set(extras.group, routes);
    routes.add(pattern.slice(extras.group.length + 1), invoke(callback));
  }

  listen(callback: (error?: unknown) => void): void {
    this.#start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Binds a consumer while the process runs; its group must have handlers. */
  async add(consumer: ConsumerDeclaration): Promise<void> {
    if (this.#draining !== undefined) throw new Error('the server is being shut down');
    this.#declare(consumer);
    const group = consumer.group ?? consumer.durable;
    if (!this.#routes.has(group)) throw new Error(`no handler is bound to "${group}"`);
    await this.#ensure([consumer], this.#options.onDrift ?? 'fail');
    if (this.#runners.has(consumer.durable)) return;
    this.#runners.set(
      consumer.durable,
      new ConsumerRunner(this.#options.connection, consumer, {
        settle: (message, { group: of, durable }) => {
          const handler = this.#routes.get(of ?? durable)?.find(message.subject);
          return this.#deliveries.settle(message, consumer, handler);
        },
        restore: (lost) => this.#ensure([lost], 'report'),
        warn: (sentence) => this.logger.warn(sentence),
        heartbeatMs: this.#options.heartbeatMs ?? 5_000,
        stallAfterMs: this.#options.stallAfterMs ?? 30_000,
      }),
    );
  }

  /** Stops working on a consumer; what it has not got to stays on the broker. */
  async remove(durable: string): Promise<void> {
    const runner = this.#runners.get(durable);
    this.#runners.delete(durable);
    this.#declared.delete(durable);
    await runner?.drain(this.#options.drainMs ?? 25_000);
  }

  /** For a circuit breaker: `pause` uses up no delivery of any message. */
  runner(durable: string): Pick<ConsumerRunner, 'pause' | 'resume' | 'inFlight'> | undefined {
    return this.#runners.get(durable);
  }

  /** Readiness: names the consumers that are declared and do not pull, unless somebody paused them. */
  consumersReady(): void {
    const idle = [...this.#declared.keys()].filter((name) => {
      const runner = this.#runners.get(name);
      return runner?.pulling !== true && runner?.paused !== true;
    });
    if (idle.length > 0) throw new Error(`not consuming: ${idle.join(', ')}`);
  }

  /**
   * Waits for running handlers. To be called before whatever they use is closed: Nest closes its
   * transports only after every `onModuleDestroy`.
   */
  async drain(): Promise<void> {
    this.#draining ??= this.#drain();
    await this.#draining;
  }

  async close(): Promise<void> {
    await this.drain();
  }

  on(event: string): never {
    throw new Error(`no event "${event}": ask the connection for its status`);
  }

  unwrap(): never {
    throw new Error('the connection is the one that was given to this server');
  }

  async #start(): Promise<void> {
    const consumers = [...this.#declared.values()];
    await this.#ensure(consumers, this.#options.onDrift ?? 'fail');
    for (const consumer of consumers) await this.add(consumer);
  }

  async #ensure(consumers: readonly ConsumerDeclaration[], onDrift: OnDrift): Promise<void> {
    const manager = await this.#options.connection.manager();
    const streams = [...this.#options.streams, this.#deadLetters];
    const drift = await ensureTopology(manager, { streams, consumers }, onDrift);
    for (const one of drift) this.logger.warn(describeDrift(one));
  }

  async #drain(): Promise<void> {
    const deadline = this.#options.drainMs ?? 25_000;
    this.#outage?.stop();
    this.#absence.stop();
    await Promise.all(
      [...this.#runners.values()].map(async (runner) => {
        const left = await runner.drain(deadline);
        if (left === 0) return;
        this.logger.warn(
          `${left} handlers of ${runner.consumer.durable} still run after ${deadline} ms; ` +
            'their messages will come again',
        );
      }),
    );
    this.#runners.clear();
  }

  #declare(consumer: ConsumerDeclaration): void {
    const known = this.#declared.get(consumer.durable);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(consumer)) {
      throw new Error(`consumer ${consumer.durable} is declared in two ways`);
    }
    this.#declared.set(consumer.durable, consumer);
  }
}

const isConsumeExtras = (extras: object): extras is ConsumeExtras =>
  'group' in extras && typeof extras.group === 'string';

/** Nest resolves to an observable that holds the error, so awaiting the handler proves nothing. */
const invoke =
  (callback: MessageHandler): Handler =>
  async (envelope: Envelope, context: JetStreamContext): Promise<unknown> => {
    const result: unknown = await callback(envelope, context);
    return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
  };
