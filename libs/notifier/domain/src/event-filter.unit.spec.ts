import { describe, expect, it } from '@jest/globals';
import { matches } from './event-filter.ts';

const told = { type: 'NetworkProvisionCompleted', datacenter: 'DC1' };
const nobody = { types: [], datacenters: [] };

describe('a filter', () => {
  it('that names nothing lets everything through', () => {
    expect(matches(nobody, told)).toBe(true);
    expect(matches(nobody, { ...told, datacenter: null })).toBe(true);
  });

  it.each([
    [['NetworkProvisionCompleted'], true],
    [['NetworkProvision*'], true],
    [['NetworkProvision'], false],
    [['Provision*'], false],
    [['JobNeedsOperator', 'Network*'], true],
  ])('of the types %j', (types, expected) => {
    expect(matches({ ...nobody, types }, told)).toBe(expected);
  });

  it('of datacenters lets nothing through that is about none', () => {
    const filter = { ...nobody, datacenters: ['DC1'] };
    expect(matches(filter, told)).toBe(true);
    expect(matches(filter, { ...told, datacenter: 'DC2' })).toBe(false);
    expect(matches(filter, { ...told, datacenter: null })).toBe(false);
  });

  it('lets through only what both of its parts do', () => {
    const filter = { types: ['JobNeedsOperator'], datacenters: ['DC1'] };
    expect(matches(filter, told)).toBe(false);
    expect(matches(filter, { type: 'JobNeedsOperator', datacenter: 'DC2' })).toBe(false);
    expect(matches(filter, { type: 'JobNeedsOperator', datacenter: 'DC1' })).toBe(true);
  });
});
