import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyError, PublicKeys, SigningKeys } from './keys.ts';
import { proofFault, proofOf } from './proof.ts';
import { checkpointsOf, ledgerOf } from './spec-ledger.ts';
import { GENESIS } from './entry.ts';
import { climb, pathOf, rootOf } from './tree.ts';

const keys = SigningKeys.parse(SigningKeys.newKey('k1'));

describe('a proof of one entry', () => {
  const lines = ledgerOf(20);
  const checkpoints = checkpointsOf(lines, keys, [7, 20]);
  const proof = (n: number) => {
    const checkpoint = checkpoints.find(({ last }) => last >= n)!;
    const covered = lines.slice(checkpoint.first - 1, checkpoint.last).map(({ hash }) => hash);
    const { entry, body } = lines[n - 1]!;
    return proofOf(entry, body, lines[n - 2]?.hash ?? GENESIS, covered, checkpoint);
  };

  it('holds for every entry, also when its body has left', () => {
    for (const { entry } of lines) {
      expect(proofFault(proof(entry.entry), keys.publicKeys)).toBeUndefined();
      expect(proofFault({ ...proof(entry.entry), body: null }, keys.publicKeys)).toBeUndefined();
    }
  });

  it('says what is wrong with one that was tampered with', () => {
    const good = proof(9);
    const fault = (more: object) => proofFault({ ...good, ...more }, keys.publicKeys);
    expect(fault({ body: '{}' })).toMatch(/body/u);
    expect(fault({ entry: { ...good.entry, actor: 'x' } })).toMatch('root');
    expect(fault({ previous: GENESIS })).toMatch('root');
    expect(fault({ path: good.path.slice(1) })).toMatch('root');
    expect(fault({ checkpoint: checkpoints[0] })).toMatch(/does not cover/u);
    expect(fault({ checkpoint: { ...good.checkpoint, root: 'ab' } })).toMatch(/signature/u);
    expect(fault({ checkpoint: { ...good.checkpoint, key: 'k9' } })).toMatch(/"k9".*not known/u);
  });
});

describe('the tree over the entries of a checkpoint', () => {
  it('leads from every leaf to the root, and from no other place', () => {
    const size = fc.integer({ min: 1, max: 70 });
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (length, a, b) => {
        const hashes = Array.from({ length }, (_, n) => n.toString(16).padStart(64, '0'));
        const [index, other] = [a % length, b % length];
        const path = pathOf(hashes, index);
        const root = rootOf(hashes);
        expect(climb(hashes[index]!, index, length, path)).toBe(root);
        if (other !== index) expect(climb(hashes[other]!, index, length, path)).not.toBe(root);
      }),
    );
  });
});

describe('keys', () => {
  it('sign with the first and verify with all, so that one can be rotated', () => {
    const [old, fresh] = [SigningKeys.newKey('k1'), SigningKeys.newKey('k2')];
    const before = SigningKeys.parse(old).sign({ number: 1 });
    const rotated = SigningKeys.parse(`${fresh}\n${old}`);
    expect(rotated.sign({ number: 2 }).key).toBe('k2');
    expect(rotated.publicKeys.fault(before)).toBeUndefined();
    const list = rotated.publicKeys.list.map(({ id, public: text }) => `${id}:${text}`).join(',');
    expect(PublicKeys.parse(list).fault(before)).toBeUndefined();
    expect(PublicKeys.parse(list).fault({ ...before, number: 2 } as typeof before)).toMatch(/k1/u);
  });

  it('are refused by what is wrong with them, and never quoted', () => {
    const key = SigningKeys.newKey('k1');
    for (const text of ['', 'k1', `${key},${key}`, 'k 1:AAAA', `k2:${'A'.repeat(10)}`]) {
      expect(() => SigningKeys.parse(text)).toThrow(KeyError);
      expect(() => SigningKeys.parse(text)).not.toThrow(key.slice(3));
    }
  });
});
