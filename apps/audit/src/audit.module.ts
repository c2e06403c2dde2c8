import { Module } from '@nestjs/common';
import { Ingest } from './ingest/ingest.ts';
import { LedgerView } from './ledger/ledger.view.ts';

@Module({ controllers: [LedgerView], providers: [Ingest] })
export class AuditModule {}
