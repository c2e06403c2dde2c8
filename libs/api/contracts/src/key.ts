import type { Scope } from '@ferrule/kernel';
import type { Role } from './role.ts';

/** What a key is for. */
export interface KeySettings extends Scope {
  /** Everything done with the key is written down under it. */
  readonly name: string;
  readonly role: Role;
  /** From then on it is refused; null: never. */
  readonly expiresAt: string | null;
}

export const KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** A key as it is shown: never with what it is recognised by. */
export interface KeyView extends KeySettings {
  readonly keyId: string;
  readonly status: KeyState;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
  /** The secret before the last one is taken until then. */
  readonly oldSecretUntil: string | null;
  /** To the minute or so; null: never. */
  readonly lastUsedAt: string | null;
}

/** Who asks, as their credential says. */
export interface Me extends Scope {
  readonly actor: string;
  /** For whom they act. */
  readonly tenant: string;
  readonly role: Role;
  readonly rights: readonly string[];
  /** Null for a token of an identity provider. */
  readonly keyId: string | null;
  readonly expiresAt: string | null;
}
