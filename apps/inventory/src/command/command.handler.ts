import {
  handle,
  type Handling,
  PgEventStore,
  RefusedByDatabase,
  Repeater,
} from '@ferrule/event-store';
import { type Command, type Decider, type Event, Rejection } from '@ferrule/kernel';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rejectionStream } from './command-rejections.ts';

/** What the database itself refuses, in the words of whoever asked for it. */
const REFUSED: Readonly<Record<string, readonly [code: string, field: string, message: string]>> = {
  datacenter_name_once: ['DATACENTER_NAME_TAKEN', 'name', 'another datacenter has this name'],
  router_in_datacenter: ['DATACENTER_NOT_FOUND', 'datacenter', 'there is no such datacenter'],
  router_name_once: ['ROUTER_NAME_TAKEN', 'name', 'another router has this name'],
  router_address_once: [
    'ROUTER_ADDRESS_TAKEN',
    'address',
    'another router of this datacenter has this address and port',
  ],
  router_pair_once: ['PAIR_ROLE_TAKEN', 'pair.role', 'another router has this role in the pair'],
};

const rejectionOf = (error: unknown): Rejection | undefined => {
  if (error instanceof Rejection) return error;
  const known = error instanceof RefusedByDatabase ? REFUSED[error.constraint] : undefined;
  return known && new Rejection(known[0], known[2], { field: known[1] });
};

/** Whoever sends a command waits for an answer, also when there is nothing to do. */
const answering = <C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
): Decider<C, E, State> => ({
  ...decider,
  decide: (command, state) => {
    const events = decider.decide(command, state);
    if (events.length === 0)
      throw new Rejection('NOTHING_TO_CHANGE', 'it is so already, and nothing was changed');
    return events;
  },
});

/** Carries out a command once and has it answered each time that it comes. */
@Injectable()
export class CommandHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly repeater: Repeater,
    private readonly dataSource: DataSource,
  ) {}

  async carryOut<C extends Command, E extends Event, State>(
    handling: Omit<Handling<C, E, State>, 'meta' | 'once'> & Delivery,
  ): Promise<void> {
    const { stream, decider, once } = handling;
    // A no stays a no, since somebody may have acted on it.
    if (await this.#isRejected(once.message)) {
      await this.repeater.repeat(rejectionStream(once.message));
      return;
    }
    try {
      const { outcome } = await handle(this.store, { ...handling, decider: answering(decider) });
      if (outcome === 'appended') return;
    } catch (error) {
      const rejection = rejectionOf(error);
      // Decided anew, a command that was carried out may look wrong: that it is done already, say.
      if (rejection === undefined || !(await this.#isCarriedOut(once))) throw rejection ?? error;
    }
    await this.repeater.repeat(stream);
  }

  async #isRejected(message: string): Promise<boolean> {
    return (await this.store.readStream(rejectionStream(message))).length > 0;
  }

  async #isCarriedOut({ consumer, message }: Delivery['once']): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(
      'select from inbox where consumer = $1 and message = $2',
      [consumer, message],
    );
    return found.length > 0;
  }
}
