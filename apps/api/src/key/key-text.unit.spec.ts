import { describe, expect, it } from '@jest/globals';
import { isSecret, keyText, newKeyId, newSecret, readKeyText, secretHash } from './key-text.ts';

describe('the text of a key', () => {
  it('is its id and its secret, and is read again', () => {
    const halves = { keyId: newKeyId(), secret: newSecret() };
    expect(keyText(halves)).toMatch(/^fk_[\da-f]{16}_[\da-f]{64}$/);
    expect(readKeyText(keyText(halves))).toEqual(halves);
  });

  it.each([
    '',
    'fk_',
    'fk_a_short',
    `fk__${'a'.repeat(64)}`,
    `fk_a_${'a'.repeat(64)}\n`,
    `fk_a_${'a'.repeat(129)}`,
    `fk_${'a'.repeat(33)}_${'a'.repeat(64)}`,
    `FK_a_${'a'.repeat(64)}`,
    `fk_a'--_${'a'.repeat(64)}`,
    ` fk_a_${'a'.repeat(64)}`,
  ])('has one form: not %j', (text) => {
    expect(readKeyText(text)).toBeUndefined();
  });

  it('is recognised by a hash that it cannot be read from', () => {
    const secret = newSecret();
    const kept = secretHash(secret);
    expect(kept).not.toContain(secret);
    expect(isSecret(secret, kept)).toBe(true);
    expect(isSecret(newSecret(), kept)).toBe(false);
  });
});
