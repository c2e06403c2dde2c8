import { format, inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '@ferrule/config';

describe('a secret', () => {
  const secret = new Secret('hunter22');

  it('gives its value only when asked to reveal it', () => {
    expect(secret.reveal()).toBe('hunter22');
  });

  it('shows a mask wherever it is turned into text', () => {
    const held = { at: [secret] };
    const texts = [
      String(secret),
      [secret].join(),
      JSON.stringify(held),
      inspect(held, { depth: null, showHidden: true }),
      format('%s %o %j', secret, held, held),
      Object.entries(secret).join(),
      new Error('failed', { cause: secret }).stack ?? '',
      inspect(new Error('failed', { cause: secret })),
    ];
    for (const text of texts) expect(text).not.toContain('hunter22');
    expect(JSON.stringify(held)).toBe('{"at":["[secret]"]}');
  });

  it('keeps its value to itself when it is copied', () => {
    expect(JSON.stringify(structuredClone(secret))).toBe('{}');
  });
});
