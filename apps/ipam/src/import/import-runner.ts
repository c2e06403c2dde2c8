import { PgEventStore, type RowChange } from '@ferrule/event-store';
import type { AllocateNetworkData, AllocatePrefixData, ImportEvent } from '@ferrule/ipam-contracts';
import { type Meta, Rejection } from '@ferrule/kernel';
import { poolOf, Rounds } from '@ferrule/service';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NetworkHandler } from '../network/network.handler.ts';
import { PrefixHandler } from '../prefix/prefix.handler.ts';
import { withConnection } from '../transaction.ts';

/** How many lines are under way at once: enough to fill transactions, and no more in memory. */
const AT_ONCE = 512;
const LOOK_EVERY_MS = 5_000;
/** Each keeps a connection from beginning to end; the others are for those who wait for an answer. */
const SIDE_BY_SIDE = 2;

interface Line {
  readonly line: number;
  readonly kind: 'network' | 'prefix' | 'container' | 'reservation';
  readonly id: string;
  readonly tenant: string;
  readonly wanted: AllocateNetworkData & AllocatePrefixData;
}

/**
 * Puts imports in place, or takes them out again, in the background. What is left of one whose
 * process died is taken up by whoever looks next; a line that is in place already stays as it is.
 */
@Injectable()
export class ImportRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('ImportRunner');
  readonly #running = new Map<string, Promise<void>>();
  /** In the order in which they were asked for. */
  readonly #waiting = new Set<string>();
  readonly #ending = new AbortController();
  readonly #rounds = new Rounds({
    everyMs: LOOK_EVERY_MS,
    round: () => this.#look(),
    failed: (error) => this.#log.warn(`imports: ${String(error)}`),
  });

  constructor(
    private readonly store: PgEventStore,
    private readonly networks: NetworkHandler,
    private readonly prefixes: PrefixHandler,
    private readonly dataSource: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.#rounds.stop();
    await this.settled();
  }

  run(importId: string): void {
    if (!this.#running.has(importId)) this.#waiting.add(importId);
    this.#fill();
  }

  #fill(): void {
    for (const importId of this.#waiting) {
      if (this.#running.size >= SIDE_BY_SIDE || this.#ending.signal.aborted) return;
      this.#waiting.delete(importId);
      const run = this.#alone(importId)
        .catch((error: unknown) => this.#log.error(`import ${importId}: ${String(error)}`))
        .finally(() => {
          this.#running.delete(importId);
          this.#fill();
        });
      this.#running.set(importId, run);
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #look(): Promise<void> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select id from import where status in ('committing', 'undoing')`,
    );
    for (const { id } of rows) this.run(id);
  }

  /** One process at a time: one that commits and one that undoes would never come to an end. */
  async #alone(importId: string): Promise<void> {
    const key = `import ${importId}`;
    await withConnection(poolOf(this.dataSource), async (client) => {
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
        [key],
      );
      if (rows[0]?.mine !== true) return;
      try {
        await this.#steps(importId);
      } finally {
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]);
      }
    });
  }

  async #steps(importId: string): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const [row] = await this.dataSource.query<
        { status: string; tenant: string; actor: string; reason: string | null }[]
      >('select status, tenant, actor, reason from import where id = $1', [importId]);
      if (row === undefined) return;
      const meta = { correlationId: `import-${importId}`, actor: row.actor, tenant: row.tenant };
      if (row.status === 'committing') await this.#commit(importId, meta);
      else if (row.status === 'undoing') await this.#undo(importId, meta, row.reason ?? '');
      else return;
    }
  }

  async #commit(importId: string, meta: Meta): Promise<void> {
    const fault = await this.#each(importId, false, async (line) => {
      const delivery = {
        meta: { ...meta, tenant: line.tenant },
        once: { consumer: 'ipam-imports', message: `${importId} ${line.line}` },
      };
      const rows = [marked(importId, line, true)];
      if (line.kind === 'network')
        await this.networks.place({ type: 'AllocateNetwork', data: line.wanted }, delivery, rows);
      else await this.prefixes.place({ type: 'AllocatePrefix', data: line.wanted }, delivery, rows);
    });
    if (this.#ending.signal.aborted) return;
    if (fault === undefined) await this.#conclude(importId, meta, 'committed', '');
    else {
      await this.dataSource.query(
        `update import_line set field = $3, code = $4, message = $5
         where import_id = $1 and line = $2`,
        [
          importId,
          fault.line,
          fault.error.detail.field ?? 'prefix',
          fault.error.code,
          fault.error.message,
        ],
      );
      await this.dataSource.query(
        `update import set status = 'undoing', reason = $2 where id = $1`,
        [importId, `line ${fault.line}: ${fault.error.message}`],
      );
    }
  }

  async #undo(importId: string, meta: Meta, reason: string): Promise<void> {
    const fault = await this.#each(importId, true, async (line) => {
      const delivery = {
        meta: { ...meta, tenant: line.tenant },
        once: { consumer: 'ipam-imports', message: `${importId} ${line.line} undone` },
      };
      const rows = [marked(importId, line, false)];
      const why = 'its import was undone';
      if (line.kind === 'network')
        await this.networks.withdraw(
          { type: 'ReleaseNetwork', data: { networkId: line.id, reason: why, force: true } },
          delivery,
          rows,
        );
      else
        await this.prefixes.withdraw(
          { type: 'ReleasePrefix', data: { prefixId: line.id, reason: why } },
          delivery,
          rows,
        );
    });
    if (this.#ending.signal.aborted) return;
    // A container in which somebody has allocated since, for one: a person has to see to it.
    if (fault !== undefined) throw fault.error;
    await this.#conclude(importId, meta, 'undone', reason);
  }

  /** Some lines at a time, in their order; the first that is refused ends it. */
  async #each(
    importId: string,
    done: boolean,
    work: (line: Line) => Promise<void>,
  ): Promise<{ readonly line: number; readonly error: Rejection } | undefined> {
    for (let after = 0; !this.#ending.signal.aborted;) {
      const lines = await this.dataSource.query<Line[]>(
        `select line, kind, id, tenant, wanted from import_line
         where import_id = $1 and line > $2 and done = $3 order by line limit ${AT_ONCE}`,
        [importId, after, done],
      );
      const last = lines.at(-1);
      if (last === undefined) return undefined;
      after = last.line;
      const outcomes = await Promise.allSettled(lines.map(work));
      for (const [place, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled') continue;
        const error: unknown = outcome.reason;
        if (!(error instanceof Rejection)) throw error;
        return { line: lines[place]?.line ?? after, error };
      }
    }
    return undefined;
  }

  async #conclude(
    importId: string,
    meta: Meta,
    status: 'committed' | 'undone',
    reason: string,
  ): Promise<void> {
    const [row] = await this.dataSource.query<{ n: number }[]>(
      'select count(*)::integer as n from import_line where import_id = $1',
      [importId],
    );
    const lines = row?.n ?? 0;
    const event: ImportEvent =
      status === 'committed'
        ? { type: 'ImportCommitted', data: { importId, lines } }
        : { type: 'ImportUndone', data: { importId, lines, reason } };
    await this.store.append({
      stream: `import-${importId}`,
      expected: 'any',
      events: [event],
      rows: [{ op: 'update', table: 'import', key: ['id'], row: { id: importId, status } }],
      meta,
    });
  }
}

/** Whether it is in place, in the transaction that puts it there or takes it away. */
const marked = (importId: string, { line }: Line, done: boolean): RowChange => ({
  op: 'update',
  table: 'import_line',
  key: ['import_id', 'line'],
  row: { import_id: importId, line, done },
});
