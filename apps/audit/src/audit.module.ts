import { SigningKeys } from '@ferrule/ledger-chain';
import { Module } from '@nestjs/common';
import { AuditConfig } from './config.ts';
import { Ingest } from './ingest/ingest.ts';
import { LedgerView } from './ledger/ledger.view.ts';
import { ProofView } from './proof/proof.view.ts';
import { PastView } from './question/moment.view.ts';
import { QuestionView } from './question/question.view.ts';
import { SavedSearches } from './question/saved-searches.ts';
import { RetentionView } from './retention/retention.view.ts';
import { ReadLog } from './reader/read-log.ts';
import { ReadingPool } from './reader/reading-pool.ts';

const signingKeys = ({ checkpoint: { keys } }: AuditConfig): SigningKeys => {
  if (keys === undefined)
    throw new Error(
      'FERRULE_AUDIT_CHECKPOINT_KEYS is required: a ledger that signs nothing proves nothing',
    );
  return SigningKeys.parse(keys.reveal());
};

@Module({
  controllers: [LedgerView, QuestionView, PastView, SavedSearches, ProofView, RetentionView],
  providers: [
    Ingest,
    ReadLog,
    ReadingPool,
    { provide: SigningKeys, useFactory: signingKeys, inject: [AuditConfig] },
  ],
})
export class AuditModule {}
