import type { Reader } from '@ferrule/audit-contracts';
import { PgEventStore } from '@ferrule/event-store';
import { Injectable } from '@nestjs/common';

const ONCE_WITHIN_MS = 60_000;
const MOST = 10_000;

/** Writes down who reads the ledger and what he asks, before he is answered. */
@Injectable()
export class ReadLog {
  readonly #recent = new Map<string, number>();

  constructor(private readonly store: PgEventStore) {}

  /** Pages of one answer, and a question that is repeated, are one reading. */
  async note(
    reader: Reader,
    question: string,
    about: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const key = JSON.stringify([reader.actor, reader.tenant, question, about]);
    const now = performance.now();
    if (now - (this.#recent.get(key) ?? -Infinity) < ONCE_WITHIN_MS) return;
    await this.store.append({
      stream: `reads-${question}`,
      expected: 'any',
      events: [{ type: 'LedgerRead', data: { question, about } }],
      meta: { correlationId: 'ledger', actor: reader.actor, tenant: reader.tenant },
    });
    if (this.#recent.size >= MOST) this.#recent.clear();
    this.#recent.set(key, now);
  }
}
