import {
  type ImportReport,
  IPAM_QUERIES,
  type LineReport,
  StageImportPayload,
} from '@ferrule/ipam-contracts';
import { Answers, asked } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ImportHandler } from './import.handler.ts';

@Controller()
export class ImportView {
  constructor(private readonly imports: ImportHandler) {}

  @Answers(IPAM_QUERIES.getImport)
  async report(@Payload() { importId }: { importId: string }): Promise<ImportReport> {
    return this.imports.report(importId);
  }

  /** What an import of these lines would meet. Nothing is kept of it. */
  @Answers(IPAM_QUERIES.checkConflicts)
  async check(
    @Payload()
    { tenant = '', scope: _, ...list }: { tenant?: string } & Record<string, unknown>,
  ): Promise<{ faults: readonly LineReport[] }> {
    return { faults: await this.imports.check(asked(StageImportPayload, list), tenant) };
  }
}
