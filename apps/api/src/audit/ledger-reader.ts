import type { Reader } from '@ferrule/audit-contracts';
import { Injectable } from '@nestjs/common';
import { ApiConfig } from '../config.ts';

/** Who reads the ledger; reading it is written down there. */
@Injectable()
export class LedgerReader {
  constructor(private readonly config: ApiConfig) {}

  get reader(): Reader {
    return { actor: 'anonymous', tenant: this.config.tenant };
  }
}
