import { describe, expect, it } from '@jest/globals';
import { EVERYTHING } from '@ferrule/kernel';
import { scopeOf } from '@ferrule/validation';

describe('the scope of a question', () => {
  it('is read as it is', () => {
    for (const scope of [
      EVERYTHING,
      { tenants: ['acme'], datacenters: null },
      { tenants: [], datacenters: ['DC1', 'DC2'] },
    ])
      expect(scopeOf({ scope })).toEqual(scope);
  });

  it('is everything where a service leaves it out', () => {
    expect(scopeOf({})).toEqual(EVERYTHING);
  });

  it.each([
    [null],
    ['acme'],
    [[]],
    [{}],
    [{ tenants: ['acme'] }],
    [{ tenants: 'acme', datacenters: null }],
    [{ tenants: [7], datacenters: null }],
    [{ tenants: [''], datacenters: null }],
    [{ tenant: ['acme'], tenants: null, datacenters: null }],
  ])('that is %j is refused: nobody sees more by a mistake', (scope) => {
    expect(() => scopeOf({ scope })).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', detail: { field: 'scope' } }),
    );
  });
});
