import { NoQuery } from '@ferrule/http';
import {
  ImportLinePayload,
  type ImportReport,
  IPAM_QUERIES,
  type IpamCommand,
  type LineReport,
  LINES_AT_ONCE,
} from '@ferrule/ipam-contracts';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches, ValidateNested } from 'class-validator';
import { callerNow } from '../access/caller.ts';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { IpamCommands } from './ipam-commands.ts';
import { DocumentsFaults, DocumentsImport } from './ipam.document.ts';

class ImportPath {
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'importId must be 1 to 32 letters, digits, "-" or "_"',
  })
  importId!: string;
}

class LinesRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LINES_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => ImportLinePayload)
  lines!: ImportLinePayload[];
}

/** Lists of what is in use already: staged and checked, put in place as a whole, undone as one. */
@ApiTags('ipam')
@Controller('api/v1/ipam/imports')
@Needs('administer')
@OfTheHouse('everywhere')
export class ImportController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Post('check')
  @HttpCode(200)
  @NoQuery()
  @DocumentsFaults()
  check(@Body() { lines }: LinesRequest): Promise<{ faults: readonly LineReport[] }> {
    const importId = this.commands.idOf('http', undefined);
    return this.queries.ask(
      IPAM_QUERIES.checkConflicts,
      { importId, lines, tenant: callerNow().tenant },
      PATIENCE_MS,
    );
  }

  @Get(':importId')
  @Needs('read')
  @NoQuery()
  @DocumentsImport('How an import is')
  report(@Param() { importId }: ImportPath): Promise<ImportReport> {
    return this.queries.ask(IPAM_QUERIES.getImport, { importId });
  }

  @Post(':importId/lines')
  @HttpCode(200)
  @NoQuery()
  @DocumentsImport('Stage lines of an import', {
    description: `At most ${LINES_AT_ONCE} at a time; a line that is staged again takes its own place.`,
  })
  stage(@Param() { importId }: ImportPath, @Body() { lines }: LinesRequest): Promise<ImportReport> {
    return this.#done({ type: 'StageImport', data: { importId, lines } });
  }

  @Post(':importId/commit')
  @HttpCode(202)
  @NoQuery()
  @DocumentsImport('Put an import in place', {
    description: 'All of its lines or none; the report says when it is done.',
    status: 202,
  })
  async commit(@Param() { importId }: ImportPath): Promise<ImportReport> {
    await this.report({ importId });
    return this.#done({ type: 'CommitImport', data: { importId } });
  }

  @Post(':importId/undo')
  @HttpCode(202)
  @NoQuery()
  @DocumentsImport('Take an import out again', { status: 202 })
  async undo(@Param() { importId }: ImportPath): Promise<ImportReport> {
    await this.report({ importId });
    return this.#done({ type: 'UndoImport', data: { importId } });
  }

  async #done(
    command: Extract<IpamCommand, { readonly data: { readonly importId: string } }>,
  ): Promise<ImportReport> {
    const { importId } = command.data;
    await this.commands.execute(this.commands.idOf(`import-${importId}`, undefined), command);
    return this.report({ importId });
  }
}

const PATIENCE_MS = 15_000;
