import { AUDIT_QUERIES, type Retention, type SetRetentionQuestion } from '@ferrule/audit-contracts';
import { PgEventStore } from '@ferrule/event-store';
import { isWithin, Rejection, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { sha256 } from '@ferrule/ledger-chain';
import { placesAfter, withinScope } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ReadingPool } from '../reader/reading-pool.ts';

const LONGEST_DAYS = 36_500;
const COLUMNS = { tenant: 'tenant', datacenter: 'null' };

/** How long tenants keep the bodies of their events. */
@Controller()
export class RetentionView {
  constructor(
    private readonly db: ReadingPool,
    private readonly store: PgEventStore,
  ) {}

  @Answers(AUDIT_QUERIES.listRetention)
  async list(@Payload() question: Scoped<object> = {}): Promise<readonly Retention[]> {
    const { tenants } = scopeOf(question);
    const values: unknown[] = [];
    const within = withinScope({ tenants, datacenters: null }, COLUMNS, placesAfter(values));
    const { rows } = await this.db.query<Retention>({
      text: `select tenant, days from retention where ${within} order by tenant`,
      values,
    });
    return rows;
  }

  @Answers(AUDIT_QUERIES.setRetention)
  async set(
    @Payload() { reader, tenant, days, reason, scope }: Scoped<SetRetentionQuestion>,
  ): Promise<Retention> {
    const { tenants } = scopeOf({ scope });
    if (!isWithin({ tenants, datacenters: null }, { tenant, datacenter: null }))
      throw new Rejection('FORBIDDEN', `${tenant} is not a tenant that you may act for`, {
        field: 'tenant',
      });
    if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS))
      throw new Rejection('VALIDATION_FAILED', `days must be 1 to ${LONGEST_DAYS}, or null`, {
        field: 'days',
      });
    await this.store.append({
      stream: `retention-${sha256(tenant).slice(0, 16)}`,
      expected: 'any',
      events: [{ type: 'RetentionSet', data: { tenant, days, reason } }],
      rows: [
        days === null
          ? { op: 'delete', table: 'retention', key: ['tenant'], row: { tenant } }
          : { op: 'upsert', table: 'retention', key: ['tenant'], row: { tenant, days } },
      ],
      meta: { correlationId: 'ledger', ...reader, reason },
    });
    return { tenant, days };
  }
}
