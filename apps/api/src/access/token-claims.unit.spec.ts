import { describe, expect, it } from '@jest/globals';
import { rightsIn } from './token-claims.ts';

const names = { roleClaim: 'role', tenantsClaim: 'tenants', datacentersClaim: 'datacenters' };

describe('a token', () => {
  it.each([
    ['a word', { role: 'viewer', tenants: 'acme' }, 'viewer', ['acme'], null],
    [
      'lists',
      { role: ['x', 'operator'], tenants: ['a', 'b'], datacenters: ['DC1'] },
      'operator',
      ['a', 'b'],
      ['DC1'],
    ],
    [
      'blanks',
      { role: 'x admin', tenants: '*', datacenters: 'DC1 DC2' },
      'admin',
      null,
      ['DC1', 'DC2'],
    ],
    ['all', { role: 'auditor', tenants: ['*'], datacenters: '*' }, 'auditor', null, null],
    ['an empty list', { role: 'viewer', tenants: '*', datacenters: [] }, 'viewer', null, []],
  ])('says by %s what its bearer may', (_, claims, role, tenants, datacenters) => {
    expect(rightsIn(claims, names)).toEqual({ role, scope: { tenants, datacenters } });
  });

  it('says it also inside another claim, or under an address', () => {
    const claims = { realm: { roles: ['viewer'] }, 'https://a.example/t': ['acme'] };
    const found = rightsIn(claims, {
      roleClaim: 'realm.roles',
      tenantsClaim: 'https://a.example/t',
      datacentersClaim: 'realm.sites',
    });
    expect(found).toEqual({ role: 'viewer', scope: { tenants: ['acme'], datacenters: null } });
  });

  it.each([
    [{ tenants: '*' }, 'no role'],
    [{ role: 'root', tenants: '*' }, 'no role'],
    [{ role: 5, tenants: '*' }, 'no role'],
    [{ role: 'admin' }, 'no tenant'],
    [{ role: 'admin', tenants: [] }, 'no tenant'],
    [{ role: 'admin', tenants: [7] }, 'no tenant'],
  ])('that says %j lets nobody in', (claims, why) => {
    expect(() => rightsIn(claims, names)).toThrow(why);
  });

  it('gets nothing from what every object inherits', () => {
    const roleClaim = 'constructor.name';
    expect(() => rightsIn({ tenants: '*' }, { ...names, roleClaim })).toThrow('no role');
  });
});
