import { Module } from '@nestjs/common';
import { LedgerConsumer } from './ledger/ledger.consumer.ts';
import { LedgerView } from './ledger/ledger.view.ts';

@Module({ controllers: [LedgerConsumer, LedgerView] })
export class AuditModule {}
