import { describe, expect, it } from '@jest/globals';
import { EVERYTHING } from '@ferrule/kernel';
import { placesAfter, withinScope } from '@ferrule/service';

const columns = { tenant: 't.tenant', datacenter: 't.datacenter' };

describe('the condition of a scope', () => {
  it('asks for nothing where everything may be seen', () => {
    const values: unknown[] = ['id'];
    expect(withinScope(EVERYTHING, columns, placesAfter(values))).toBe('true and true');
    expect(values).toEqual(['id']);
  });

  it('names its values by their places after those that are there', () => {
    const values: unknown[] = ['id'];
    const scope = { tenants: ['acme'], datacenters: ['DC1', 'DC2'] };
    expect(withinScope(scope, columns, placesAfter(values))).toBe(
      't.tenant = $2 and t.datacenter = any($3)',
    );
    expect(values).toEqual(['id', 'acme', ['DC1', 'DC2']]);
  });

  it('of nobody is true of nothing', () => {
    const values: unknown[] = [];
    const scope = { tenants: [], datacenters: null };
    expect(withinScope(scope, columns, placesAfter(values))).toBe('t.tenant = any($1) and true');
    expect(values).toEqual([[]]);
  });
});
