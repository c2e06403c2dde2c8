import type { KeyEvent } from '@ferrule/api-contracts';
import { describe, it } from '@jest/globals';
import { deciderSpec } from '@ferrule/testing';
import { type KeyCommand, keyDecider } from './key.ts';

const given = deciderSpec(keyDecider);
const keyId = '1f0c9a7e5d3b4826';
const now = '2026-11-20T12:00:00.000Z';
const settings = {
  name: 'shop',
  role: 'operator',
  tenants: ['acme'],
  datacenters: null,
  expiresAt: '2026-12-01T00:00:00.000Z',
} as const;
const issue: KeyCommand = { type: 'IssueKey', data: { keyId, ...settings, now } };
const issued: KeyEvent = { type: 'KeyIssued', data: { keyId, ...settings } };
const rotate = (at = now): KeyCommand => ({
  type: 'RotateKey',
  data: { keyId, overlapSeconds: 60, now: at },
});
const revoke: KeyCommand = { type: 'RevokeKey', data: { keyId, reason: 'lost' } };
const revoked: KeyEvent = { type: 'KeyRevoked', data: { keyId, reason: 'lost' } };

describe('a key', () => {
  it('is issued for a role, its tenants and a time', () => {
    given().when(issue).then(issued);
  });

  it('has an id of its own, also when it is revoked', () => {
    given(issued).when(issue).thenRejects('KEY_EXISTS');
    given(issued, revoked).when(issue).thenRejects('KEY_EXISTS');
  });

  it('is not issued for a time that is over', () => {
    given()
      .when({ type: 'IssueKey', data: { keyId, ...settings, now: settings.expiresAt } })
      .thenRejects('KEY_EXPIRED');
  });

  it('gets another secret as long as it is good', () => {
    const rotated: KeyEvent = { type: 'KeyRotated', data: { keyId, overlapSeconds: 60 } };
    given(issued).when(rotate()).then(rotated);
    given(issued, rotated).when(rotate()).then(rotated);
    given(issued).when(rotate('2026-12-01T00:00:00.001Z')).thenRejects('KEY_ENDED');
    given(issued, revoked).when(rotate()).thenRejects('KEY_ENDED');
    given().when(rotate()).thenRejects('KEY_UNKNOWN');
  });

  it('is revoked once, and for good', () => {
    given(issued).when(revoke).then(revoked);
    given(issued, revoked).when(revoke).then();
    given().when(revoke).thenRejects('KEY_UNKNOWN');
  });
});
