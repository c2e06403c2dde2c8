import { Rejection } from '@ferrule/kernel';
import type { Queryable } from '@ferrule/event-store';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg, { type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { AuditConfig } from '../config.ts';

const CANCELLED = '57014';

/** Connections that only read, so that no question holds up the writing; each answer has a time limit. */
@Injectable()
export class ReadingPool implements Queryable, OnModuleDestroy {
  readonly #pool: pg.Pool;

  constructor({ database }: AuditConfig) {
    this.#pool = new pg.Pool({
      connectionString: database.url.reveal(),
      application_name: 'audit-reading',
      max: Math.max(2, Math.ceil(database.poolSize / 2)),
      connectionTimeoutMillis: database.connectTimeout,
      // A service's role ends long transactions because writes hold up every reader; these only read.
      options:
        '-c search_path=audit,public -c default_transaction_read_only=on -c transaction_timeout=0 -c statement_timeout=4s',
    });
    this.#pool.on('error', () => undefined); // an idle connection broke; the next question tells
  }

  async query<R extends QueryResultRow>(config: QueryConfig): Promise<QueryResult<R>> {
    try {
      return await this.#pool.query<R>(config);
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === CANCELLED)
        throw new Rejection('QUESTION_TOO_WIDE', 'the answer would take too long', {
          suggestion: 'narrow it, by time for example',
        });
      throw error;
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.#pool.end();
  }
}
