import type { KeyEvent, KeyRef, KeySettings } from '@ferrule/api-contracts';
import { type Command, type Decider, Rejection } from '@ferrule/kernel';

export type IssueKey = Command<'IssueKey', KeyRef & KeySettings & { readonly now: string }>;
export type RotateKey = Command<
  'RotateKey',
  KeyRef & { readonly overlapSeconds: number; readonly now: string }
>;
export type RevokeKey = Command<'RevokeKey', KeyRef & { readonly reason: string | null }>;
export type KeyCommand = IssueKey | RotateKey | RevokeKey;

export type Key =
  | 'unknown'
  /** Its id is never used again: what was done with it stays written down under it. */
  | 'revoked'
  | { readonly expiresAt: string | null };

export const keyStream = (keyId: string): string => `key-${keyId}`;

const isOver = (expiresAt: string | null, now: string): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now);

const issue = ({ keyId, now, ...settings }: IssueKey['data'], key: Key): readonly KeyEvent[] => {
  if (key !== 'unknown')
    throw new Rejection('KEY_EXISTS', `there is or was a key ${keyId} already`, { field: 'keyId' });
  if (isOver(settings.expiresAt, now))
    throw new Rejection('KEY_EXPIRED', 'expiresAt must be a time to come', { field: 'expiresAt' });
  return [{ type: 'KeyIssued', data: { keyId, ...settings } }];
};

export const keyDecider: Decider<KeyCommand, KeyEvent, Key> = {
  initial: 'unknown',
  decide: ({ type, data }, key) => {
    const { keyId } = data;
    if (type === 'IssueKey') return issue(data, key);
    if (key === 'unknown')
      throw new Rejection('KEY_UNKNOWN', `there is no key ${keyId}`, { field: 'keyId' });
    if (type === 'RevokeKey')
      return key === 'revoked'
        ? []
        : [{ type: 'KeyRevoked', data: { keyId, reason: data.reason } }];
    if (key === 'revoked' || isOver(key.expiresAt, data.now))
      throw new Rejection('KEY_ENDED', `the key ${keyId} is revoked or expired`, {
        field: 'keyId',
        suggestion: 'issue another one',
      });
    return [{ type: 'KeyRotated', data: { keyId, overlapSeconds: data.overlapSeconds } }];
  },
  evolve: (key, { type, data }) => {
    switch (type) {
      case 'KeyIssued':
        return { expiresAt: data.expiresAt };
      case 'KeyRotated':
        return key;
      case 'KeyRevoked':
        return 'revoked';
    }
  },
};
