import { describe, expect, it } from '@jest/globals';
import {
  addressDecider,
  alignedWith,
  cidrOf,
  findOffer,
  FreeBlocks,
  prefixDecider,
  readImportLine,
} from '@ferrule/ipam-domain';
import { deciderSpec } from '@ferrule/testing';
import fc from 'fast-check';

describe('a prefix', () => {
  const given = deciderSpec(prefixDecider);
  const wanted = { prefixId: 'p', spaceId: 'pool', kind: 'prefix' as const };
  const found = { prefix: '10.0.0.0/24', vrfId: 'default' };
  const data = { ...wanted, ...found, tenant: 'acme' };
  const allocate = { type: 'AllocatePrefix' as const, data: wanted, found, tenant: 'acme' };
  const allocated = { type: 'PrefixAllocated' as const, data };
  const ref = { prefixId: 'p', reason: 'done' };
  const release = (tenant = 'acme') => ({
    type: 'ReleasePrefix' as const,
    data: ref,
    quarantineSeconds: 60,
    tenant,
  });
  const released = {
    type: 'PrefixReleased' as const,
    data: { ...ref, prefix: '10.0.0.0/24', quarantineSeconds: 60 },
  };
  const split = (size: string) => ({
    type: 'SplitPrefix' as const,
    data: { prefixId: 'p', size },
    tenant: 'acme',
  });

  it('is allocated once, and released once by its tenant', () => {
    given().when(allocate).then(allocated);
    given(allocated).when(allocate).then();
    given(allocated).when(release()).then(released);
    given(allocated, released).when(release()).then();
    given(allocated).when(release('other')).thenRejects('NOT_THE_OWNER');
    given(allocated, released).when(allocate).thenRejects('PREFIX_CLOSED');
  });

  it('is split into equal parts, not into itself and not into more than 256', () => {
    given(allocated)
      .when(split('/25'))
      .then({
        type: 'PrefixSplit',
        data: {
          prefixId: 'p',
          parts: [
            { prefixId: 'p-1', prefix: '10.0.0.0/25' },
            { prefixId: 'p-2', prefix: '10.0.0.128/25' },
          ],
        },
      });
    for (const size of ['/24', '/33', '/8'])
      given(allocated).when(split(size)).thenRejects('SIZE_INVALID');
    given().when(split('/25')).thenRejects('PREFIX_NOT_FOUND');
  });
});

describe('an address', () => {
  const given = deciderSpec(addressDecider);
  const ref = { addressId: 'a', networkId: 'n' };
  const attach = (found: string) => ({
    type: 'AttachAddress' as const,
    data: { ...ref, type: 'vm' as const },
    found,
  });
  const attached = {
    type: 'AddressAttached' as const,
    data: { ...ref, type: 'vm' as const, address: '10.0.0.5' },
  };
  const release = { type: 'ReleaseAddress' as const, data: ref };

  it('is attached once, whatever is free when it is asked for again', () => {
    given().when(attach('10.0.0.5')).then(attached);
    given(attached).when(attach('10.0.0.6')).then();
  });

  it('whose release overtakes its attachment is closed', () => {
    const closed = { type: 'AddressReleased' as const, data: { ...ref, first: null, last: null } };
    given().when(release).then(closed);
    given(closed).when(attach('10.0.0.5')).thenRejects('ADDRESS_CLOSED');
    given(attached)
      .when(release)
      .then({ type: 'AddressReleased', data: { ...ref, first: '10.0.0.5', last: '10.0.0.5' } });
  });
});

describe('an offer', () => {
  const pool = cidrOf('172.16.0.0/16');
  const lengths = fc.integer({ min: 17, max: 30 });
  const vlans = fc.uniqueArray(fc.integer({ min: 2, max: 300 }), { maxLength: 8 });

  it('of an aligned pool has the block of its VLAN whenever any VLAN has a free one', () => {
    fc.assert(
      fc.property(lengths, vlans, fc.nat(255), (length, unsorted, taken) => {
        const ascending = unsorted.sort((a, b) => a - b);
        const free = new FreeBlocks(pool, [pool]);
        free.take(cidrOf(`172.16.${taken}.0/24`));
        const found = findOffer(
          { block: { length } },
          { free, policy: 'aligned' },
          undefined,
          ascending,
        );
        const possible = ascending.filter((vlan) => {
          const at = alignedWith(vlan, pool, length);
          return at !== undefined && free.isFree(at);
        });
        const isAligned =
          'blocks' in found && found.blocks[0].base === pool.base + BigInt(found.vlanId) * 256n;
        expect(isAligned || possible.length === 0).toBe(true);
      }),
    );
  });

  it('says what is missing, and takes nothing', () => {
    const free = new FreeBlocks(pool, [pool]);
    const source = { free, policy: 'lowest' as const };
    const missing = (wish: Parameters<typeof findOffer>[0], ...at: number[]) =>
      findOffer(wish, source, undefined, at);
    expect(missing({ block: { length: 15 } }, 100)).toEqual({ missing: 'block' });
    expect(missing({ block: { length: 24 } })).toEqual({ missing: 'vlan' });
    expect(missing({ block: { length: 24 }, vlanId: 7 }, 100)).toEqual({ missing: 'vlan' });
    expect(missing({ block: { length: 24 }, block6: { length: 64 } }, 100)).toEqual({
      missing: 'block6',
    });
    expect(free.change()).toEqual({ added: [], removed: [] });
  });
});

describe('a line of a list', () => {
  const asker = { fallbackId: 'list-7', tenant: 'acme' };

  it('is a command but for its place', () => {
    const values = { kind: 'network', prefix: '10.0.0.0/24', client: 'c', vlan: '7', tags: 'a; b' };
    expect(readImportLine(values, asker)).toMatchObject({
      wanted: { id: 'list-7', vlanId: 7, network: { size: '/24', tags: ['a', 'b'] } },
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [{}, 'prefix'],
    [{ prefix: '10.0.0.1/24' }, 'prefix'],
    [{ prefix: 7 }, 'prefix'],
    [{ prefix: '10.0.0.0/24', kind: 'supernet' }, 'kind'],
    [{ prefix: '10.0.0.0/24', id: 'a b' }, 'id'],
    [{ prefix: '10.0.0.0/24', vlan: '5' }, 'vlan'],
    [{ prefix: '10.0.0.0/24', kind: 'network', client: 'c', vlan: 'x' }, 'vlan'],
    [{ prefix: '10.0.0.0/8', kind: 'network', client: 'c' }, 'prefix'],
    [{ prefix: '10.0.0.0/24', kind: 'network' }, 'client'],
    [{ prefix: '10.0.0.0/24', description: 'x'.repeat(201) }, 'description'],
    [{ prefix: '10.0.0.0/24', __proto__x: '1' }, '__proto__x'],
  ])('%j is refused for its %s', (values, field) => {
    expect(readImportLine(values, asker)).toMatchObject({ fault: { field } });
  });
});
