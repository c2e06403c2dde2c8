import type { AlertRuleSettings } from '@ferrule/notifier-contracts';
import type { ToldEvent } from '@ferrule/notifier-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NotifierConfig } from '../config.ts';

/** At most so many are told in one message; they are counted in it, and a few of them named. */
const MOST = 1_000;

/** Alerts of one rule about one thing, of which nobody has been told. */
export interface Group {
  readonly ruleId: string;
  readonly key: string;
  readonly settings: AlertRuleSettings;
  readonly since: Date;
  readonly lastSent: Date | null;
  /** After a failure: not before then. */
  readonly again: Date | null;
  readonly attempts: number;
}

interface GroupRow {
  readonly rule_id: string;
  readonly group_key: string;
  readonly settings: AlertRuleSettings;
  readonly since: Date;
  readonly last_sent: Date | null;
  readonly again: Date | null;
  readonly attempts: number | null;
}

interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly datacenter: string | null;
  readonly network_id: string | null;
  readonly correlation_id: string;
  readonly body: string;
}

/** What people are to be told, as rows: whichever process is killed, another one tells it. */
@Injectable()
export class AlertBook {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: NotifierConfig,
  ) {}

  async waiting(): Promise<readonly Group[]> {
    const rows = await this.dataSource.query<GroupRow[]>(
      `select a.rule_id, a.group_key, r.settings, min(a.since) as since, n.last_sent, n.again,
         n.attempts
       from alert a join alert_rule r on r.id = a.rule_id
       left join notice n on n.rule_id = a.rule_id and n.group_key = a.group_key
       where a.told_at is null
         and (n.leased_until is null or n.leased_until <= clock_timestamp())
       group by a.rule_id, a.group_key, r.settings, n.last_sent, n.again, n.attempts
       limit 500`,
    );
    return rows.map((row) => ({
      ruleId: row.rule_id,
      key: row.group_key,
      settings: row.settings,
      since: row.since,
      lastSent: row.last_sent,
      again: row.again,
      attempts: row.attempts ?? 0,
    }));
  }

  /** False: another process has it. */
  async take({ ruleId, key }: Group): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `insert into notice as n (rule_id, group_key, leased_until)
       values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
       on conflict (rule_id, group_key) do update set leased_until = excluded.leased_until
       where n.leased_until is null or n.leased_until <= clock_timestamp()
       returning n.rule_id`,
      [ruleId, key, 2 * this.config.timeout + 5_000],
    );
    return rows.length > 0;
  }

  async eventsOf({ ruleId, key }: Group): Promise<readonly (ToldEvent & { id: string })[]> {
    const rows = await this.dataSource.query<EventRow[]>(
      `select e.id, e.type, e.at, e.datacenter, e.network_id, e.correlation_id, e.body
       from alert a join heard e on e.id = a.event_id
       where a.rule_id = $1 and a.group_key = $2 and a.told_at is null
       order by a.since, e.id limit ${MOST}`,
      [ruleId, key],
    );
    return rows.map((row) => ({
      id: row.id,
      type: row.type,
      at: row.at.toISOString(),
      datacenter: row.datacenter,
      networkId: row.network_id,
      jobId: row.correlation_id,
      data: JSON.parse(row.body) as ToldEvent['data'],
    }));
  }

  async told({ ruleId, key }: Group, ids: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `with said as (
         update alert set told_at = clock_timestamp() where rule_id = $1 and event_id = any($3)
       )
       update notice set last_sent = clock_timestamp(), leased_until = null, attempts = 0,
         again = null, failure = null
       where rule_id = $1 and group_key = $2`,
      [ruleId, key, ids],
    );
  }

  /** Undefined: it is given up, and what was to be told is told by nobody. */
  async failed(
    { ruleId, key }: Group,
    failure: string,
    again: number | undefined,
    ids: readonly string[],
  ): Promise<void> {
    await this.dataSource.query(
      `with given_up as (
         update alert set told_at = clock_timestamp()
         where rule_id = $1 and event_id = any($3) and $5::timestamptz is null
       )
       update notice set leased_until = null, failure = $4, again = $5,
         attempts = case when $5::timestamptz is null then 0 else attempts + 1 end
       where rule_id = $1 and group_key = $2`,
      [ruleId, key, ids, failure, again === undefined ? null : new Date(again).toISOString()],
    );
  }
}
