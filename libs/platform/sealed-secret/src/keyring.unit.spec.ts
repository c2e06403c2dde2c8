import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { isSealed, Keyring, keyIdOf, SealError, type SealErrorCode } from '@ferrule/sealed-secret';
import fc from 'fast-check';

const oldKey = Keyring.newKey('2025');
const newKey = Keyring.newKey('2026');
const old = Keyring.parse(oldKey);
const both = Keyring.parse(`${newKey},${oldKey}`);
const wellFormed = fc.string({ unit: 'binary' });

const failure = (act: () => unknown): SealError => {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const codeOf = (act: () => unknown): SealErrorCode => failure(act).code;

describe('a sealed secret', () => {
  it('opens as what was sealed, in the same context, for every text', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, (plaintext, context) => {
        expect(both.open(both.seal(plaintext, context), context)).toBe(plaintext);
      }),
    );
  });

  it('is refused when any one bit of it is flipped', () => {
    const sealed = Buffer.from(both.seal('correct horse', 'router/r-1'), 'latin1');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => both.open(changed.toString('latin1'), 'router/r-1')).toThrow(SealError);
    }
  });

  it('is refused when any part is cut off, added or replaced', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(), fc.string(), (plaintext, at, other) => {
        const sealed = both.seal(plaintext);
        const place = at % sealed.length;
        const changes = [
          sealed.slice(0, place),
          sealed.slice(place + 1),
          sealed.slice(0, place) + other + sealed.slice(place + 1),
          `${sealed}${other}`,
        ].filter((changed) => changed !== sealed);
        for (const changed of changes) expect(() => both.open(changed)).toThrow(SealError);
      }),
    );
  });

  it('never looks the same twice', () => {
    expect(both.seal('same')).not.toBe(both.seal('same'));
  });

  it('does not open in another context, or in none', () => {
    const sealed = both.seal('correct horse', 'router/r-1');
    for (const context of ['router/r-2', '', undefined]) {
      expect(codeOf(() => both.open(sealed, context))).toBe('SEALED_REFUSED');
    }
  });

  it('does not open under another key of the same name', () => {
    const impostor = Keyring.parse(Keyring.newKey('2025'));
    expect(codeOf(() => impostor.open(old.seal('correct horse')))).toBe('SEALED_REFUSED');
  });

  it('cannot be passed off as another key’s', () => {
    const [, bytes] = oldKey.split(':');
    const twins = Keyring.parse(`a:${bytes},b:${bytes}`);
    const renamed = twins.seal('correct horse').replace(':a:', ':b:');
    expect(codeOf(() => twins.open(renamed))).toBe('SEALED_REFUSED');
  });

  it('names the key that is missing', () => {
    const error = failure(() => old.open(both.seal('correct horse')));
    expect(error).toMatchObject({ code: 'SEALED_KEY_UNKNOWN' });
    expect(error.message).toContain('2026');
  });

  it('is told from other texts by its form', () => {
    expect(isSealed(both.seal(''))).toBe(true);
    for (const text of [
      '',
      'hunter22',
      'sealed:v1:k:AAAA:AAAA',
      'sealed:v2:k:AAAAAAAAAAAAAAAA:A',
    ]) {
      expect(isSealed(text)).toBe(false);
      expect(codeOf(() => both.open(text))).toBe('SEALED_MALFORMED');
    }
  });

  it('has a length that depends on its plaintext’s alone', () => {
    expect(both.seal('abc', 'long context').length).toBe(both.seal('xyz').length);
  });

  it('refuses a text that could not come back as it was', () => {
    expect(codeOf(() => both.seal('half a \ud83d pair'))).toBe('PLAINTEXT_MALFORMED');
  });

  it('says nothing of the plaintext or the keys when it is refused', () => {
    const sealed = both.seal('correct horse', 'here');
    const [, key = ''] = newKey.split(':');
    for (const act of [
      () => both.open(sealed, 'there'),
      () => both.open(sealed.slice(0, -3), 'here'),
      () => both.seal('correct horse \ud83d'),
      () => Keyring.parse(`${newKey}AA`),
      () => Keyring.parse(`x y:${key}`),
    ]) {
      const error = failure(act);
      const told = `${inspect(error, { depth: null, showHidden: true })}${JSON.stringify(error)}`;
      expect(told).not.toContain('correct horse');
      expect(told).not.toContain(key.slice(0, 12));
    }
  });
});

describe('a keyring', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyring-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('seals with its first key and opens with all of them', () => {
    expect(both.currentKeyId).toBe('2026');
    expect(keyIdOf(both.seal('x'))).toBe('2026');
    expect(both.open(old.seal('x'))).toBe('x');
  });

  it('reseals what an older key sealed, and leaves alone what is current', () => {
    const before = old.seal('correct horse', 'here');
    const after = both.reseal(before, 'here');
    expect(keyIdOf(after)).toBe('2026');
    expect(both.open(after, 'here')).toBe('correct horse');
    expect(both.reseal(after, 'here')).toBe(after);
    expect(codeOf(() => both.reseal(after, 'there'))).toBe('SEALED_REFUSED');
  });

  it('is read from a file with a key a line and comments', () => {
    const file = join(folder, 'keys');
    writeFileSync(file, `# current\n${newKey} # since May\n\n${oldKey}\r\n`);
    expect(Keyring.fromFile(file).open(old.seal('x'))).toBe('x');
    expect(codeOf(() => Keyring.fromFile(join(folder, 'none')))).toBe('KEYRING_INVALID');
  });

  it('takes either alphabet of base64, with or without padding', () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
    const [plain, safe] = [bytes.toString('base64'), bytes.toString('base64url')];
    expect(plain).not.toBe(safe);
    const sealed = Keyring.parse(`k:${plain}`).seal('x');
    expect(Keyring.parse(`k:${safe}`).open(sealed)).toBe('x');
  });

  it.each([
    ['an empty text', ''],
    ['a text of comments only', '# none yet'],
    ['a key without an id', Keyring.newKey('k').slice(1)],
    ['an id with a space', Keyring.newKey('k').replace('k', 'a k')],
    ['a key that is too short', `k:${Buffer.alloc(16, 'x').toString('base64')}`],
    ['a key that is too long', `k:${Buffer.alloc(33, 'x').toString('base64')}`],
    ['a key in hex', `k:${'0f'.repeat(32)}`],
    ['a placeholder', `k:${Buffer.alloc(32, 'x').toString('base64')}`],
    ['two keys of one id', `${Keyring.newKey('k')},${Keyring.newKey('k')}`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => Keyring.parse(text))).toBe('KEYRING_INVALID');
  });

  it('does not show its keys', () => {
    const [, key = ''] = newKey.split(':');
    const bytes = Buffer.from(key, 'base64');
    const shown = `${inspect(both, { depth: null, showHidden: true })}${JSON.stringify(both)}`;
    expect(shown).not.toContain(key.slice(0, 12));
    expect(shown).not.toContain(bytes.toString('hex').slice(0, 12));
  });
});
