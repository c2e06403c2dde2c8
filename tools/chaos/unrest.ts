import { setTimeout as pause } from 'node:timers/promises';
import type { BusConnection } from '@ferrule/messaging';
import type pg from 'pg';
import { readUnrest } from './records.ts';

/** Whose work is looked for where they write it: what one of them held when it died comes again later. */
const READERS = /^(?:audit-ledger|notifier-events|inventory-networks)$/;

/** What consumers have not finished with, in a sentence each. */
const unreadMessages = async (bus: BusConnection): Promise<readonly string[]> => {
  const manager = await bus.manager();
  const found: string[] = [];
  for await (const stream of manager.streams.list()) {
    const { name } = stream.config;
    if (!/^(?:CMD_|EVENTS$)/.test(name)) continue;
    for await (const consumer of manager.consumers.list(name)) {
      const { num_pending: ahead } = consumer;
      const inHand = READERS.test(consumer.name) ? 0 : consumer.num_ack_pending;
      if (consumer.config.durable_name === undefined || ahead + inHand === 0) continue;
      found.push(`${name}: ${consumer.name} has ${ahead} messages ahead, ${inHand} in hand`);
    }
  }
  return found;
};

/**
 * Waits until nothing is on its way any more; what still is when the patience is over. Who listens
 * hears what it waits for.
 */
export const comeToRest = async (
  database: pg.Pool,
  bus: BusConnection,
  patienceMs: number,
  heard: (unrest: readonly string[]) => void = () => undefined,
): Promise<readonly string[]> => {
  const deadline = performance.now() + patienceMs;
  let quietLooks = 0;
  for (;;) {
    const unrest = await Promise.all([readUnrest(database), unreadMessages(bus)])
      .then((both) => both.flat())
      .catch((error: unknown) => [String(error)]);
    quietLooks = unrest.length === 0 ? quietLooks + 1 : 0;
    // Between two messages nothing is on its way either.
    if (quietLooks === 3) return [];
    if (unrest.length > 0) heard(unrest);
    if (performance.now() > deadline) return unrest;
    await pause(150);
  }
};

/** What was given up as a dead letter, by subject. */
export const deadLetters = async (bus: BusConnection): Promise<readonly string[]> => {
  const manager = await bus.manager();
  const info = await manager.streams.info('DLQ', { subjects_filter: '>' }).catch(() => undefined);
  return Object.entries(info?.state.subjects ?? {}).map(
    ([subject, count]) => `${count} × ${subject}`,
  );
};
