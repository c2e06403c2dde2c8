import { describe, expect, it } from '@jest/globals';
import { EVERYTHING, isWithin, type Scope } from '@ferrule/kernel';

const acmeHere: Scope = { tenants: ['acme'], datacenters: ['DC1', 'DC2'] };

describe('a scope', () => {
  it('of everything holds whatever there is', () => {
    expect(isWithin(EVERYTHING, { tenant: 'acme', datacenter: 'DC1' })).toBe(true);
    expect(isWithin(EVERYTHING, { tenant: '', datacenter: null })).toBe(true);
  });

  it.each([
    ['its tenant’s in one of its datacenters', 'acme', 'DC2', true],
    ['another tenant’s in one of its datacenters', 'globex', 'DC1', false],
    ['its tenant’s in another datacenter', 'acme', 'DC3', false],
    ['what is nowhere', 'acme', null, false],
  ])('of both holds of %s: %s in %s, %s', (_, tenant, datacenter, expected) => {
    expect(isWithin(acmeHere, { tenant, datacenter })).toBe(expected);
  });

  it('of tenants alone holds theirs wherever it is, also nowhere', () => {
    const acme = { ...acmeHere, datacenters: null };
    expect(isWithin(acme, { tenant: 'acme', datacenter: null })).toBe(true);
    expect(isWithin(acme, { tenant: 'Acme', datacenter: null })).toBe(false);
  });

  it('of nobody holds nothing', () => {
    expect(isWithin({ tenants: [], datacenters: null }, { tenant: '', datacenter: null })).toBe(
      false,
    );
  });
});
