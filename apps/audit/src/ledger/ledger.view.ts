import {
  AUDIT_QUERIES,
  type LedgerEntry,
  type LedgerPage,
  type LedgerQuestion,
} from '@ferrule/audit-contracts';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource, MoreThan } from 'typeorm';
import { LedgerRow } from './ledger.row.ts';

@Controller()
export class LedgerView {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order of the ledger, so that a reader can follow it as it grows. */
  @Answers(AUDIT_QUERIES.listEvents)
  async list(
    @Payload() { after = 0, limit = 100, correlationId }: LedgerQuestion,
  ): Promise<LedgerPage> {
    const rows = await this.dataSource.getRepository(LedgerRow).find({
      where: {
        entry: MoreThan(String(after)),
        ...(correlationId !== undefined && { correlationId }),
      },
      order: { entry: 'ASC' },
      take: limit,
    });
    return {
      events: rows.map(entry),
      next: rows.length === limit ? Number(rows.at(-1)?.entry) : null,
    };
  }
}

const entry = (row: LedgerRow): LedgerEntry => ({
  entry: Number(row.entry),
  source: row.source,
  sequence: Number(row.sequence),
  id: row.id,
  type: row.type,
  schemaVersion: row.schemaVersion,
  stream: row.stream,
  time: row.at.toISOString(),
  actor: row.actor,
  tenant: row.tenant,
  correlationId: row.correlationId,
  causationId: row.causationId,
  data: JSON.parse(row.body) as unknown,
});
