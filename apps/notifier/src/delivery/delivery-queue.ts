import type { WebhookSettings } from '@ferrule/notifier-contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NotifierConfig } from '../config.ts';
import type { Answer } from './caller.ts';

/** Of one receiver at the same time; of one at which nothing arrives a single one. */
const MOST_OF_ONE = 8;

/** A delivery that this process has taken. */
export interface Taken {
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly failingSince: Date | null;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly source: string;
    readonly sequence: string;
    readonly at: Date;
    readonly tenant: string;
    readonly correlationId: string;
    readonly body: string;
  };
}

interface Row {
  readonly id: string;
  readonly webhook_id: string;
  readonly settings: WebhookSettings;
  readonly failing_since: Date | null;
  readonly attempts: number;
  readonly event_id: string;
  readonly type: string;
  readonly source: string;
  readonly sequence: string;
  readonly at: Date;
  readonly tenant: string;
  readonly correlation_id: string;
  readonly body: string;
}

/** What becomes of a delivery after a call. */
export type Outcome =
  | { readonly status: 'delivered' | 'failed' }
  | { readonly status: 'pending'; readonly due: number };

/** The deliveries as rows: any process may take one, and one that was killed loses its own. */
@Injectable()
export class DeliveryQueue {
  readonly #leaseMs: number;

  constructor(
    private readonly dataSource: DataSource,
    { timeout }: NotifierConfig,
  ) {
    // Longer than any call takes: whoever does not say by then what became of it has died.
    this.#leaseMs = 2 * timeout + 5_000;
  }

  async take(most: number): Promise<readonly Taken[]> {
    const [rows] = await this.dataSource.query<[Row[], number]>(
      `with room as (
         select w.id, w.settings, w.failing_since,
           case when w.failing_since is null then ${MOST_OF_ONE} else 1 end
             - (select count(*) from delivery b where b.webhook_id = w.id and b.status = 'pending'
                and b.leased_until > clock_timestamp()) as free
         from webhook w where w.status = 'active'
       ), chosen as (
         select d.id, r.settings, r.failing_since
         from room r cross join lateral (
           select d.id, d.due from delivery d
           where d.webhook_id = r.id and d.status = 'pending' and d.due <= clock_timestamp()
             and (d.leased_until is null or d.leased_until <= clock_timestamp())
             and (d.order_key is null or not exists (
               select from delivery e
               where e.webhook_id = d.webhook_id and e.order_key = d.order_key
                 and e.status = 'pending' and (e.at, e.sequence, e.id) < (d.at, d.sequence, d.id)))
           order by d.due limit greatest(r.free, 0) for update skip locked) d
         order by d.due limit $1)
       update delivery d
       set leased_until = clock_timestamp() + $2 * interval '1 millisecond', attempts = d.attempts + 1
       from chosen c, heard e
       where d.id = c.id and e.id = d.event_id
       returning d.id, d.webhook_id, d.attempts, c.settings, c.failing_since,
         d.event_id, e.type, e.source, e.sequence, e.at, e.tenant, e.correlation_id, e.body`,
      [most, this.#leaseMs],
    );
    return rows.map(taken);
  }

  /** Writes down what came of a call: the attempt, the delivery, and how the receiver is. */
  async conclude(one: Taken, at: number, answer: Answer, outcome: Outcome): Promise<void> {
    const due = outcome.status === 'pending' ? new Date(outcome.due).toISOString() : null;
    await this.dataSource.query(
      `with tried as (
         insert into attempt (delivery_id, n, at, duration_ms, status, answer)
         select id, $2, $3, $4, $5, $6 from delivery where id = $1
         on conflict do nothing
       ), receiver as (
         update webhook set failing_since =
           case when $7 = 'delivered' then null else coalesce(failing_since, $3) end
         where id = $8
           and (failing_since is null) <> ($7 = 'delivered')
       )
       update delivery set status = $7, leased_until = null,
         due = coalesce($9::timestamptz, due),
         ended_at = case when $7 = 'pending' then null else clock_timestamp() end
       where id = $1 and status = 'pending'`,
      [
        one.id,
        one.attempt,
        new Date(at).toISOString(),
        answer.durationMs,
        answer.status,
        answer.text,
        outcome.status,
        one.webhookId,
        due,
      ],
    );
  }

  /** What is older than anybody may look at or replay. Some at a time: no transaction is long. */
  async forget(keptMs: number): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `delete from heard where id in (
         select id from heard where at < clock_timestamp() - $1 * interval '1 millisecond'
         and not exists (select from delivery d where d.event_id = heard.id and d.status = 'pending')
         order by at limit 500)`,
      [keptMs],
    );
    return count;
  }
}

const taken = (row: Row): Taken => ({
  id: row.id,
  webhookId: row.webhook_id,
  url: row.settings.url,
  attempt: row.attempts,
  failingSince: row.failing_since,
  event: {
    id: row.event_id,
    type: row.type,
    source: row.source,
    sequence: row.sequence,
    at: row.at,
    tenant: row.tenant,
    correlationId: row.correlation_id,
    body: row.body,
  },
});
