import { describe, expect, it } from '@jest/globals';
import { actingTenant } from './acting-tenant.ts';

describe('a caller acts', () => {
  it.each([
    ['for its only tenant', undefined, ['acme'], 'acme'],
    ['for the first of several', undefined, ['acme', 'globex'], 'acme'],
    ['for the one of several that it names', 'globex', ['acme', 'globex'], 'globex'],
    ['for the tenant of the house when it may act for all', undefined, null, 'demo'],
    ['for any that it names when it may act for all', 'globex', null, 'globex'],
  ])('%s', (_, named, tenants, tenant) => {
    expect(actingTenant(named, tenants, 'demo')).toBe(tenant);
  });

  it('for no tenant that is not its own', () => {
    expect(() => actingTenant('globex', ['acme'], 'demo')).toThrow('not for this tenant');
  });

  it.each(['', 'a b', 'acme, globex', 'a\tb', 'x'.repeat(65), '../acme'])(
    'never for %j',
    (named) => {
      expect(() => actingTenant(named, null, 'demo')).toThrow('must be 1 to 64');
    },
  );
});
