import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unfitPart } from './plain-json.ts';

describe('a document that no handler should see', () => {
  it('is none that is made of ordinary names and texts', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('tree')),
        fc.dictionary(
          text.map((key) => `k${key}`),
          tie('tree'),
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (document) => {
        expect(unfitPart(JSON.parse(JSON.stringify(document)))).toBeUndefined();
      }),
    );
  });

  it.each([
    ['{"a":{"b":[{"__proto__":1}]}}', 'a.b[0].__proto__'],
    ['{"a":{"valueOf":1}}', 'a.valueOf'],
    ['{"a":["x","\\u0000"]}', 'a[1]'],
    ['{"a":{"b\\u0000":1}}', 'a.b\ufffd'],
    ['{"a":"\\ud800"}', 'a'],
    ['["\\udc00"]', '[0]'],
    ['"\\u0000"', 'body'],
  ])('%s is refused at %s', (json, field) => {
    expect(unfitPart(JSON.parse(json))).toMatchObject({ field });
  });

  it('is one of a hundred thousand levels, found without running out of stack', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = { a: [deep] };
    expect(unfitPart({ outer: deep })).toMatchObject({ field: 'outer' });
    let shallow: unknown = 1;
    for (let level = 0; level < 32; level++) shallow = { a: shallow };
    expect(unfitPart(shallow)).toBeUndefined();
    expect(unfitPart({ a: shallow })).toBeDefined();
  });
});
