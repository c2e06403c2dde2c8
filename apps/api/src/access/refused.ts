import type { RefusalReason } from '@ferrule/api-contracts';
import { Rejection, type RejectionDetail } from '@ferrule/kernel';

export type RefusalCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'TOO_MANY_REQUESTS';

/** Somebody is not let in, or not let do something. The reason is recorded; the caller is told less. */
export class Refused extends Rejection {
  constructor(
    readonly reason: RefusalReason,
    code: RefusalCode,
    message: string,
    detail: RejectionDetail = {},
    /** The key that was used, if there is one of that id. */
    readonly keyId: string | null = null,
  ) {
    super(code, message, detail);
  }
}
