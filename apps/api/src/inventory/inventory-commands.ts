import { randomUUIDv7 } from 'node:crypto';
import {
  INVENTORY_EVENTS,
  type InventoryCommand,
  type InventoryCommandRejected,
  inventoryCommandSubject,
  inventoryEventSubject,
} from '@ferrule/inventory-contracts';
import { Rejection } from '@ferrule/kernel';
import { BusConnection, Publisher } from '@ferrule/messaging';
import { currentTraceparent } from '@ferrule/telemetry';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { callerNow } from '../access/caller.ts';

const PATIENCE_MS = 10_000;
const REJECTED = inventoryEventSubject('InventoryCommandRejected');

/** What the inventory made of a command: null when it did what it was told. */
type Verdict = InventoryCommandRejected['data'] | null;

/** Sends the inventory a command, and waits until it is carried out or refused. */
@Injectable()
export class InventoryCommands implements OnModuleInit, OnModuleDestroy {
  readonly #waiting = new Map<string, (verdict: Verdict) => void>();
  #stop: (() => void) | undefined;

  constructor(
    private readonly bus: BusConnection,
    @Inject(Publisher) private readonly publisher: Pick<Publisher, 'publish'>,
  ) {}

  onModuleInit(): void {
    const subscription = this.bus.nats.subscribe(INVENTORY_EVENTS, {
      callback: (_error, message) => {
        const tell = this.#waiting.get(message.headers?.get('ce-causationid') ?? '');
        if (tell === undefined) return;
        const isRejected = message.subject === REJECTED;
        tell(isRejected ? message.json<InventoryCommandRejected['data']>() : null);
      },
    });
    this.#stop = () => subscription.unsubscribe();
  }

  onModuleDestroy(): void {
    this.#stop?.();
  }

  /** That it is so already is no fault of whoever asked. */
  async carryOut(command: InventoryCommand): Promise<void> {
    const id = randomUUIDv7();
    const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
    this.#waiting.set(id, resolve);
    const late = setTimeout(() => {
      const message = 'the inventory did not answer in time, and may still do it';
      reject(
        new Rejection('DEADLINE_EXCEEDED', message, { suggestion: 'look again, then repeat' }),
      );
    }, PATIENCE_MS);
    try {
      await this.#publish(id, command);
      const verdict = await promise;
      if (verdict === null || verdict.code === 'NOTHING_TO_CHANGE') return;
      const { code, message, field, suggestion } = verdict;
      throw new Rejection(code, message, {
        ...(field !== null && { field }),
        ...(suggestion !== null && { suggestion }),
      });
    } finally {
      clearTimeout(late);
      this.#waiting.delete(id);
    }
  }

  async #publish(id: string, { type, data }: InventoryCommand): Promise<void> {
    const { actor, tenant } = callerNow();
    const traceparent = currentTraceparent();
    await this.publisher.publish(inventoryCommandSubject(type), {
      id,
      type,
      schemaVersion: 1,
      source: 'api',
      time: new Date().toISOString(),
      meta: {
        correlationId: id,
        actor,
        tenant,
        ...(traceparent !== undefined && { traceparent }),
      },
      body: JSON.stringify(data),
    });
  }
}
