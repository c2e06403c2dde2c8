import { AUDIT_QUERIES, type Retention, type SetRetentionQuestion } from '@ferrule/audit-contracts';
import { PgEventStore } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { sha256 } from '@ferrule/ledger-chain';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ReadingPool } from '../reader/reading-pool.ts';

const LONGEST_DAYS = 36_500;

/** How long tenants keep the bodies of their events. */
@Controller()
export class RetentionView {
  constructor(
    private readonly db: ReadingPool,
    private readonly store: PgEventStore,
  ) {}

  @Answers(AUDIT_QUERIES.listRetention)
  async list(): Promise<readonly Retention[]> {
    const { rows } = await this.db.query<Retention>({
      text: 'select tenant, days from retention order by tenant',
    });
    return rows;
  }

  @Answers(AUDIT_QUERIES.setRetention)
  async set(@Payload() { reader, tenant, days, reason }: SetRetentionQuestion): Promise<Retention> {
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
