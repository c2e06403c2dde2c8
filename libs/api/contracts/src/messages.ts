import type { Event } from '@ferrule/kernel';
import type { KeySettings } from './key.ts';

export interface KeyRef {
  readonly keyId: string;
}

export type KeyIssued = Event<'KeyIssued', KeyRef & KeySettings>;
/** It has another secret; the one before is taken for so long. */
export type KeyRotated = Event<'KeyRotated', KeyRef & { readonly overlapSeconds: number }>;
export type KeyRevoked = Event<'KeyRevoked', KeyRef & { readonly reason: string | null }>;
export type KeyEvent = KeyIssued | KeyRotated | KeyRevoked;

/** Why somebody was not let in, or not let do something. */
export const REFUSALS = [
  'CREDENTIAL_MISSING',
  'CREDENTIAL_MALFORMED',
  'KEY_UNKNOWN',
  'KEY_WRONG',
  'KEY_EXPIRED',
  'KEY_REVOKED',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'TOKEN_WITHOUT_RIGHTS',
  'TENANT_FOREIGN',
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
  'BODY_TOO_LARGE',
  'REQUEST_MALFORMED',
  'HEADERS_TOO_LARGE',
  'REQUEST_TOO_SLOW',
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

/** Refusals of one kind from one place within a minute: a flood of them is one event. */
export type AccessRefused = Event<
  'AccessRefused',
  {
    readonly reason: RefusalReason;
    readonly status: number;
    /** As a credential proved it; null: it proved nothing. */
    readonly actor: string | null;
    /** The key that was used, if there is one of that id. */
    readonly keyId: string | null;
    /** An address, or the network of one. */
    readonly source: string;
    /** Of the first of them. */
    readonly method: string;
    readonly route: string;
    readonly times: number;
    readonly from: string;
    readonly to: string;
  }
>;

export type ApiEvent = KeyEvent | AccessRefused;
export type ApiEventType = ApiEvent['type'];
