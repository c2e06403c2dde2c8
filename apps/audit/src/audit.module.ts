import { SigningKeys } from '@ferrule/ledger-chain';
import { Module } from '@nestjs/common';
import { AuditConfig } from './config.ts';
import { Ingest } from './ingest/ingest.ts';
import { LedgerView } from './ledger/ledger.view.ts';

const signingKeys = ({ checkpoint: { keys } }: AuditConfig): SigningKeys => {
  if (keys === undefined)
    throw new Error(
      'FERRULE_AUDIT_CHECKPOINT_KEYS is required: a ledger that signs nothing proves nothing',
    );
  return SigningKeys.parse(keys.reveal());
};

@Module({
  controllers: [LedgerView],
  providers: [Ingest, { provide: SigningKeys, useFactory: signingKeys, inject: [AuditConfig] }],
})
export class AuditModule {}
