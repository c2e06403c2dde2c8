import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customerTag, serviceTag, site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Tag } from './packet.ts';
import type { TableRow } from './router-tables.ts';

const receive = (tags: readonly Tag[], rows: Rows = site) =>
  evaluatePacket(tablesOf(rows), web({ tags }));

const changed = (path: string, name: string, change: TableRow): Rows => ({
  ...site,
  [path]: (site[path] ?? []).map((row) => (row['name'] === name ? { ...row, ...change } : row)),
});

describe('a frame with two tags', () => {
  it('is received by the inner VLAN of the outer one', () => {
    expect(receive([serviceTag(200), customerTag(10)])).toMatchObject({
      verdict: 'accepted',
      inInterface: 'c10',
      outInterface: 'ether1',
    });
  });

  it.each([
    ['the outer tag is of the customer kind', [customerTag(200), customerTag(10)]],
    ['the inner tag is of the service kind', [serviceTag(200), serviceTag(10)]],
    ['the tags are the wrong way round', [customerTag(10), serviceTag(200)]],
    ['the outer VLAN is unknown', [serviceTag(201), customerTag(10)]],
    ['the inner VLAN is unknown', [serviceTag(200), customerTag(11)]],
    ['the outer tag is missing', [customerTag(10)]],
    ['there is a third tag', [serviceTag(200), customerTag(10), customerTag(10)]],
  ])('is taken by nobody when %s', (_, tags) => {
    expect(receive(tags)).toMatchObject({ verdict: 'dropped', by: 'no such vlan' });
  });

  it('may have two tags of the customer kind where the outer VLAN has no service tag', () => {
    const rows = changed('/interface/vlan', 's200', { 'use-service-tag': 'no' });
    expect(receive([customerTag(200), customerTag(10)], rows).inInterface).toBe('c10');
    expect(receive([serviceTag(200), customerTag(10)], rows).verdict).toBe('dropped');
  });

  it.each([
    ['/interface/ethernet', 'ether2', '*2'],
    ['/interface/vlan', 's200', '*1'],
    ['/interface/vlan', 'c10', '*2'],
  ])('is dropped by %s %s while that is disabled', (menu, name, id) => {
    const rows = changed(menu, name, { disabled: 'true' });
    expect(receive([serviceTag(200), customerTag(10)], rows)).toMatchObject({
      verdict: 'dropped',
      by: { menu, id },
      delivered: 'nowhere',
    });
  });

  it('leaves the router with the tags of the VLANs that it leaves through, the outer first', () => {
    const packet = web({ in: 'ether1', tags: [], src: '198.51.100.7', dst: '10.10.0.9' });
    expect(evaluatePacket(tablesOf(site), packet)).toMatchObject({
      outInterface: 'c10',
      outPorts: [{ port: 'ether2', tags: [serviceTag(200), customerTag(10)] }],
      vlanTagsOut: [serviceTag(200), customerTag(10)],
    });
  });

  it('cannot leave through a VLAN whose parent is disabled, for its route is gone', () => {
    const rows = changed('/interface/vlan', 's200', { disabled: 'true' });
    const packet = web({ in: 'ether1', tags: [], src: '198.51.100.7', dst: '10.10.0.9' });
    expect(evaluatePacket(tablesOf(rows), packet).outInterface).toBe('ether1');
  });
});

it('takes VLAN 0 for a priority and not for a VLAN', () => {
  expect(receive([customerTag(0), serviceTag(200), customerTag(10)]).inInterface).toBe('c10');
});

it('sends the frames of a slave up its bond', () => {
  const rows = together(site, {
    '/interface/bonding': [{ name: 'bond1', slaves: 'ether3,ether4' }],
    '/interface/vlan': [{ name: 'v30', interface: 'bond1', 'vlan-id': '30' }],
    '/ip/address': [{ address: '10.30.0.1/24', interface: 'v30' }],
  });
  const packet = web({ in: 'ether3', tags: [customerTag(30)], src: '10.30.0.9' });
  expect(evaluatePacket(tablesOf(rows), packet).inInterface).toBe('v30');
});

it('refuses to guess about a port that the router does not have', () => {
  expect(() => evaluatePacket(tablesOf(site), web({ in: 'ether9' }))).toThrow(
    /no interface ether9/u,
  );
});
