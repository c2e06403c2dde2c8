import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { forThisCaller } from '../access/caller.ts';
import { OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { EXPORT_FORMATS, type ExportLine, written } from './export-formats.ts';
import { IsLongId } from './rules.ts';

type Format = keyof typeof EXPORT_FORMATS;

class ExportQuery {
  static readonly notes = {
    format: { description: 'csv unless given', default: 'csv' },
    space: { description: 'What is held in this pool or container itself' },
    kind: { description: 'Of one kind' },
  };

  @IsOptional()
  @IsIn(['csv', 'ndjson', 'json'], { message: 'format must be csv, ndjson or json' })
  format: Format = 'csv';

  @IsOptional()
  @IsLongId('space')
  space?: string;

  @IsOptional()
  @IsIn(['network', 'prefix', 'container', 'reservation'], {
    message: 'kind must be network, prefix, container or reservation',
  })
  kind?: string;
}

interface ExportPage {
  readonly lines: readonly ExportLine[];
  readonly next: string | null;
}

/** Everything that is held, as an import takes it. */
@ApiTags('ipam')
@Controller('api/v1/ipam/export')
@OfTheHouse()
export class ExportController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get()
  @ApiOperation({
    summary: 'Export what is held',
    description: 'Line by line as it is read, with the columns that an import takes.',
  })
  @ApiResponse({
    status: 200,
    description: 'All of it; when something fails on the way, the connection ends before its end',
    content: Object.fromEntries(
      Object.values(EXPORT_FORMATS).map(({ type, example }) => [
        type,
        { schema: { type: 'string' }, example },
      ]),
    ),
  })
  async export(
    @Query() { format, space, kind }: ExportQuery,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const page = forThisCaller((after: string | null) =>
      this.queries.ask<ExportPage>(IPAM_QUERIES.export, {
        spaceId: space,
        kind,
        ...(after !== null && { after }),
      }),
    );
    // What is wrong with the first page can still be said.
    const first = await page(null);
    response.setHeader('content-type', `${EXPORT_FORMATS[format].type}; charset=utf-8`);
    response.setHeader('content-disposition', `attachment; filename="ipam.${format}"`);
    const text = Readable.from(written(format, pages(first, page)));
    // The caller sees by the broken connection that this was not all.
    await pipeline(text, response).catch(() => response.destroy());
  }
}

const pages = async function* (
  first: ExportPage,
  read: (after: string | null) => Promise<ExportPage>,
): AsyncGenerator<readonly ExportLine[]> {
  for (let page = first; ; page = await read(page.next)) {
    yield page.lines;
    if (page.next === null) return;
  }
};
