import type { Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type AlertRuleSettings,
  type AlertRuleView as View,
  NOTIFIER_QUERIES,
} from '@ferrule/notifier-contracts';
import { placesAfter } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { listensWithin } from '../event/listens-within.ts';

interface Row {
  readonly id: string;
  readonly settings: AlertRuleSettings;
  readonly created_at: Date;
  readonly waiting: number;
  readonly last_sent: Date | null;
  readonly failure: string | null;
}

@Controller()
export class AlertRuleView {
  constructor(private readonly dataSource: DataSource) {}

  /** By id; a rule that is asked for by its id is a list of one. */
  @Answers(NOTIFIER_QUERIES.listAlertRules)
  async list(
    @Payload()
    question: Scoped<{
      readonly tenant: string;
      readonly ruleId?: string;
      readonly after?: string;
      readonly limit?: number;
    }>,
  ): Promise<{ alertRules: readonly View[]; next: string | null }> {
    const { tenant, ruleId, after = '', limit = 50 } = question;
    const values: unknown[] = [ruleId ?? null, after, limit];
    const within = listensWithin('r', tenant, scopeOf(question), placesAfter(values));
    const rows = await this.dataSource.query<Row[]>(
      `select r.id, r.settings, r.created_at,
         (select count(*)::int from alert a where a.rule_id = r.id and a.told_at is null) as waiting,
         (select max(n.last_sent) from notice n where n.rule_id = r.id) as last_sent,
         (select n.failure from notice n where n.rule_id = r.id and n.failure is not null
           order by n.again desc limit 1) as failure
       from alert_rule r
       where ($1::text is null or r.id = $1) and r.id > $2 and ${within}
       order by r.id limit $3`,
      values,
    );
    return {
      alertRules: rows.map(view),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}

const view = (row: Row): View => ({
  ruleId: row.id,
  ...row.settings,
  createdAt: row.created_at.toISOString(),
  waiting: row.waiting,
  lastSentAt: row.last_sent?.toISOString() ?? null,
  failure: row.failure,
});
