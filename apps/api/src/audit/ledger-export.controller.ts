import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AUDIT_QUERIES, type ExportPiece, type ExportQuestion } from '@ferrule/audit-contracts';
import { parseExportLine } from '@ferrule/ledger-chain';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { forThisCaller } from '../access/caller.ts';
import { Needs } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { DocumentsExport } from './audit.document.ts';
import { CSV_HEAD, csvLine } from './ledger-csv.ts';
import { readerNow } from './ledger-reader.ts';
import { ExportQuery } from './requests.ts';

const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

/** The ledger line by line, as fast as the caller takes it and no faster. */
@ApiTags('audit')
@Controller('api/v1/audit/export')
@Needs('audit')
export class LedgerExportController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get()
  @DocumentsExport()
  async export(
    @Query() { format = 'ndjson', after = 0, ...wanted }: ExportQuery,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const question: ExportQuestion = { ...wanted, after };
    const ask: Ask = forThisCaller((more) =>
      this.queries.ask<ExportPiece>(AUDIT_QUERIES.export, { ...question, ...more }),
    );
    // What is wrong with the question can still be said. An export that goes on was read before.
    const head = await ask({ head: true, reader: readerNow() });
    response.setHeader('content-type', `${TYPES[format]}; charset=utf-8`);
    response.setHeader('content-disposition', `attachment; filename="ledger.${format}"`);
    const lines = format === 'csv' ? csv(head, ask) : ndjson(head, ask);
    // The caller sees by the missing last line that this was not all, and goes on with `after`.
    await pipeline(Readable.from(lines), response).catch(() => response.destroy());
  }
}

type Ask = (more: Partial<ExportQuestion>) => Promise<ExportPiece>;

const pieces = async function* (head: ExportPiece, ask: Ask): AsyncGenerator<readonly string[]> {
  for (let at = head.reached; at < head.last;) {
    const piece = await ask({ after: at, last: head.last });
    yield piece.lines;
    at = piece.reached;
  }
};

const ndjson = async function* (head: ExportPiece, ask: Ask): AsyncGenerator<string> {
  yield `${head.lines.join('\n')}\n`;
  let entries = 0;
  for await (const lines of pieces(head, ask)) {
    entries += lines.filter((line) => line.startsWith('{"kind":"entry"')).length;
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
  yield `${JSON.stringify({ kind: 'end', entries })}\n`;
};

const csv = async function* (head: ExportPiece, ask: Ask): AsyncGenerator<string> {
  yield CSV_HEAD;
  for await (const lines of pieces(head, ask))
    yield lines.map((line) => csvLine(parseExportLine(line, 0))).join('');
};
