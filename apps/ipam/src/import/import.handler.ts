import type { ImportCommand, ImportReport, LineReport } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { type Delivery, poolOf } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { SpaceCatalog } from '../space/space-catalog.ts';
import { inTransaction } from '../transaction.ts';
import { ImportRunner } from './import-runner.ts';
import { checkLines } from './line-checks.ts';
import { checkStaged, stage } from './staging.ts';

type Of<Type extends ImportCommand['type']> = Extract<ImportCommand, { type: Type }>;

/** How many faults a report lists; the rest are counted. */
const MOST_FAULTS = 100;

export const importStream = (importId: string): string => `import-${importId}`;

interface ImportRow {
  readonly tenant: string;
  readonly status: string;
}

/**
 * Lists: staged line by line, checked as a whole, put in place in short transactions, and taken out
 * again if one line cannot be. So all of a list is there in the end, or nothing of it.
 */
@Injectable()
export class ImportHandler {
  constructor(
    private readonly catalog: SpaceCatalog,
    private readonly runner: ImportRunner,
    private readonly dataSource: DataSource,
  ) {}

  async execute(command: ImportCommand, delivery: Delivery): Promise<void> {
    switch (command.type) {
      case 'StageImport':
        return this.#stage(command, delivery);
      case 'CommitImport':
        return this.#begin(command.data.importId, 'committing', ['staged'], delivery);
      case 'UndoImport':
        return this.#begin(command.data.importId, 'undoing', ['staged', 'committed'], delivery);
    }
  }

  async #stage({ data }: Of<'StageImport'>, { meta }: Delivery): Promise<void> {
    const { importId } = data;
    const { tenant } = meta;
    const checked = await checkLines(this.catalog, data.lines, { importId, tenant });
    const numbers = checked.map(({ line }) => line);
    await inTransaction(poolOf(this.dataSource), async (client) => {
      await client.query(
        `insert into import (id, tenant, actor, status) values ($1, $2, $3, 'staged')
         on conflict do nothing`,
        [importId, tenant, meta.actor],
      );
      const { status } = await locked(client, importId, tenant);
      if (status !== 'staged') throw wrongStatus(importId, status);
      await stage(client, importId, checked);
      await checkStaged(client, importId, [Math.min(...numbers), Math.max(...numbers)], tenant);
    });
  }

  /** Only begins: a long list takes longer than anybody waits. */
  async #begin(
    importId: string,
    status: 'committing' | 'undoing',
    from: readonly string[],
    { meta }: Delivery,
  ): Promise<void> {
    const before = await inTransaction(poolOf(this.dataSource), async (client) => {
      const row = await locked(client, importId, meta.tenant);
      const isOver = row.status === status || row.status === OUTCOME[status];
      if (isOver) return row.status;
      if (!from.includes(row.status)) throw wrongStatus(importId, row.status);
      if (status === 'committing') await refuseFaulty(client, importId);
      await client.query('update import set status = $2, reason = $3 where id = $1', [
        importId,
        status,
        status === 'undoing' ? `asked for by ${meta.actor}` : null,
      ]);
      return row.status;
    });
    if (before !== OUTCOME[status]) this.runner.run(importId);
  }

  async report(importId: string): Promise<ImportReport> {
    const [row] = await this.dataSource.query<
      { status: string; lines: number; done: number; faulty: number }[]
    >(
      `select i.status, count(l.line)::integer as lines,
         count(l.line) filter (where l.done)::integer as done,
         count(l.line) filter (where l.code is not null)::integer as faulty
       from import i left join import_line l on l.import_id = i.id where i.id = $1 group by i.id`,
      [importId],
    );
    if (row === undefined) throw notFound(importId);
    const faults = await this.dataSource.query<LineReport[]>(
      `select line, field, code, message from import_line
       where import_id = $1 and code is not null order by line limit ${MOST_FAULTS}`,
      [importId],
    );
    return { importId, ...row, faults };
  }

  /** The same checks for a list that nobody wants to keep. */
  async check(data: Of<'StageImport'>['data'], tenant: string): Promise<readonly LineReport[]> {
    const importId = `check-${data.importId}`;
    const checked = await checkLines(this.catalog, data.lines, { importId, tenant });
    const numbers = checked.map(({ line }) => line);
    let faults: readonly LineReport[] = [];
    await inTransaction(poolOf(this.dataSource), async (client) => {
      await client.query(
        `insert into import (id, tenant, actor, status) values ($1, $2, '', 'staged')`,
        [importId, tenant],
      );
      await stage(client, importId, checked);
      await checkStaged(client, importId, [Math.min(...numbers), Math.max(...numbers)], tenant);
      const { rows } = await client.query<LineReport>(
        `select line, field, code, message from import_line
         where import_id = $1 and code is not null order by line`,
        [importId],
      );
      faults = rows;
      throw new NothingKept();
    }).catch((error: unknown) => {
      if (!(error instanceof NothingKept)) throw error;
    });
    return faults;
  }
}

class NothingKept extends Error {}

const OUTCOME = { committing: 'committed', undoing: 'undone' } as const;

const notFound = (importId: string): Rejection =>
  new Rejection('IMPORT_NOT_FOUND', `there is no import ${importId}`, { field: 'importId' });

const wrongStatus = (importId: string, status: string): Rejection =>
  new Rejection('IMPORT_STATUS', `import ${importId} is ${status}`, { field: 'importId' });

const locked = async (
  client: pg.ClientBase,
  importId: string,
  tenant: string,
): Promise<ImportRow> => {
  const { rows } = await client.query<ImportRow>(
    'select tenant, status from import where id = $1 for update',
    [importId],
  );
  const [row] = rows;
  if (row === undefined) throw notFound(importId);
  if (row.tenant !== tenant)
    throw new Rejection('NOT_THE_OWNER', `import ${importId} is not one of tenant ${tenant}`, {
      field: 'importId',
    });
  return row;
};

const refuseFaulty = async (client: pg.ClientBase, importId: string): Promise<void> => {
  const { rows } = await client.query<LineReport & { n: string }>(
    `select line, field, message, count(*) over () as n from import_line
     where import_id = $1 and code is not null order by line limit 1`,
    [importId],
  );
  const [first] = rows;
  if (first === undefined) return;
  const others = Number(first.n) - 1;
  throw new Rejection(
    'IMPORT_FAULTY',
    `line ${first.line}: ${first.message}${others > 0 ? `; and ${others} more lines` : ''}`,
    {
      field: first.field,
      suggestion: 'mend the lines that the report names, and stage them again',
    },
  );
};
