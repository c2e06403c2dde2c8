import { handle, PgEventStore } from '@ferrule/event-store';
import { type Probe, routerDecider, routerStream } from '@ferrule/inventory-domain';
import type { Meta } from '@ferrule/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { routerRows } from './router-rows.ts';

/**
 * Nearly every probe says what the one before said: it moves a time in one row, and neither a stream
 * nor an inbox grows by it. To be noted twice changes nothing.
 */
@Injectable()
export class ProbeHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
  ) {}

  async note(probe: Probe, meta: Meta): Promise<void> {
    if (!(await this.#saysSomethingNew(probe))) return;
    const { events } = await handle(this.store, {
      stream: routerStream(probe.routerId),
      decider: routerDecider,
      command: { type: 'NoteProbe', data: probe },
      meta,
      effects: (found) => ({ rows: found.flatMap((event) => routerRows(event)) }),
    });
    // Another one said it meanwhile: then this one only moves the time.
    if (events.length === 0) await this.#saysSomethingNew(probe);
  }

  /** False when the row could simply be moved on, when a later probe was faster, or nobody knows the router. */
  async #saysSomethingNew(probe: Probe): Promise<boolean> {
    const { routerId, at, reachability, failure, version, board, identity } = probe;
    const [found] = await this.dataSource.query<{ is_new: boolean | null }[]>(
      `with same as (
         update router
         set probed_at = $2, failure = $4,
           last_seen = case when $3 = 'reachable' then $2 else last_seen end
         where id = $1 and reachability = $3 and coalesce(probed_at, '-infinity') <= $2
           and ($3 = 'unreachable'
             or (version, board, identity) is not distinct from ($5::text, $6::text, $7::text))
         returning id)
       select coalesce(probed_at, '-infinity') <= $2 and status <> 'retired'
           and not exists (select from same) as is_new
       from router where id = $1`,
      [routerId, at, reachability, failure, version, board, identity],
    );
    return found?.is_new === true;
  }
}
