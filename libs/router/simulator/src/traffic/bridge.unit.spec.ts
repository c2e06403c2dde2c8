import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customerTag, serviceTag, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet, Tag } from './packet.ts';
import type { TableRow } from './router-tables.ts';

const port = (name: string, but: TableRow = {}) => ({ interface: name, bridge: 'br1', ...but });

/** ether2 and ether3 are trunks, ether4 is an access port of VLAN 10; the router is 10.10.0.1 there. */
const lan: Rows = {
  '/interface/ethernet': ['ether1', 'ether2', 'ether3', 'ether4'].map((name) => ({ name })),
  '/interface/bridge': [{ name: 'br1', 'vlan-filtering': 'true', pvid: '1' }],
  '/interface/bridge/port': [port('ether2'), port('ether3'), port('ether4', { pvid: '10' })],
  '/interface/bridge/vlan': [
    { bridge: 'br1', 'vlan-ids': '10', tagged: 'br1,ether2,ether3' },
    { bridge: 'br1', 'vlan-ids': '20-29', tagged: 'ether2,ether3' },
  ],
  '/interface/vlan': [{ name: 'v10', interface: 'br1', 'vlan-id': '10' }],
  '/ip/address': [
    { address: '203.0.113.2/30', interface: 'ether1' },
    { address: '10.10.0.1/24', interface: 'v10' },
  ],
  '/ip/route': [{ gateway: '203.0.113.1' }],
};

const withBridge = (but: TableRow, rows: Rows = lan): Rows => ({
  ...rows,
  '/interface/bridge': [{ ...rows['/interface/bridge']?.[0], ...but }],
});

const withPort = (name: string, but: TableRow, rows: Rows = lan): Rows => ({
  ...rows,
  '/interface/bridge/port': (rows['/interface/bridge/port'] ?? []).map((row) =>
    row['interface'] === name ? { ...row, ...but } : row,
  ),
});

const send = (from: string, tags: readonly Tag[], but: Partial<Packet> = {}, rows: Rows = lan) =>
  evaluatePacket(tablesOf(rows), web({ in: from, tags, ...but }));

const toNeighbour = { dst: '10.10.0.8' };

describe('a bridge that filters VLANs', () => {
  it('gives the router what a host sends to its gateway', () => {
    expect(send('ether2', [customerTag(10)])).toMatchObject({
      inInterface: 'v10',
      outInterface: 'ether1',
      delivered: 'routed',
    });
  });

  it('puts an untagged frame into the VLAN of the port that it came in through', () => {
    expect(send('ether4', []).inInterface).toBe('v10');
  });

  it('carries frames between its ports, tagged where the VLAN is tagged', () => {
    expect(send('ether4', [], toNeighbour)).toMatchObject({
      verdict: 'accepted',
      delivered: 'bridged',
      outPorts: [
        { port: 'ether2', tags: [customerTag(10)] },
        { port: 'ether3', tags: [customerTag(10)] },
      ],
    });
  });

  it('takes the tag off where the port is an access port', () => {
    expect(send('ether2', [customerTag(10)], toNeighbour).outPorts).toEqual([
      { port: 'ether3', tags: [customerTag(10)] },
      { port: 'ether4', tags: [] },
    ]);
  });

  it('keeps a VLAN without the router to its ports', () => {
    expect(send('ether2', [customerTag(25)])).toMatchObject({
      delivered: 'bridged',
      outPorts: [{ port: 'ether3', tags: [customerTag(25)] }],
    });
  });

  it.each([
    ['VLAN 30, of which no port is a member', 'ether2', 30],
    ['VLAN 20 on a port that is no member', 'ether4', 20],
  ])('drops %s', (_, from, vid) => {
    expect(send(from, [customerTag(vid)])).toMatchObject({
      verdict: 'dropped',
      by: 'vlan not allowed',
    });
  });

  it('lets a foreign VLAN in where the port does not filter what comes in', () => {
    const open = withPort('ether4', { 'ingress-filtering': 'false' });
    expect(send('ether4', [customerTag(20)], {}, open).outPorts).toHaveLength(2);
  });

  it.each([
    ['admit-only-vlan-tagged', []],
    ['admit-only-untagged-and-priority-tagged', [customerTag(10)]],
  ])('admits with frame-types=%s no other frame', (types, tags) => {
    const strict = withPort('ether2', { 'frame-types': types, pvid: '10' });
    expect(send('ether2', tags, {}, strict)).toMatchObject({
      verdict: 'dropped',
      by: { menu: '/interface/bridge/port', id: '*1' },
    });
  });

  it('knows no VLAN whose row is disabled', () => {
    const rows = {
      ...lan,
      '/interface/bridge/vlan': [
        { bridge: 'br1', 'vlan-ids': '25', tagged: 'ether2,ether3', disabled: 'true' },
      ],
    };
    expect(send('ether2', [customerTag(25)], {}, rows).verdict).toBe('dropped');
  });

  it('sends no VLAN untagged through a port that admits only tags', () => {
    const strict = withPort('ether4', { 'frame-types': 'admit-only-vlan-tagged' });
    expect(send('ether2', [customerTag(10)], toNeighbour, strict).outPorts).toEqual([
      { port: 'ether3', tags: [customerTag(10)] },
    ]);
  });

  it('shows rules the port behind it, and only where there is a bridge', () => {
    const rows = (name: string) =>
      together(lan, {
        '/interface/vlan': [{ name: 'v9', interface: 'ether1', 'vlan-id': '9' }],
        '/ip/firewall/filter': [{ chain: 'forward', action: 'drop', 'in-bridge-port': name }],
        '/interface/list': [{ name: 'ports' }],
        '/interface/list/member': [{ list: 'ports', interface: 'ether2' }],
      });
    expect(send('ether2', [customerTag(10)], {}, rows('ether2')).verdict).toBe('dropped');
    expect(send('ether2', [customerTag(10)], {}, rows('ether3')).verdict).toBe('accepted');
    const direct = send('ether1', [customerTag(9)], { dst: '10.10.0.9' }, rows('ether1'));
    expect(direct.verdict).toBe('accepted');
  });

  it('has the addresses that were given to its ports', () => {
    const rows: Rows = {
      ...lan,
      '/ip/address': [{ address: '10.1.0.1/24', interface: 'ether2' }],
    };
    const packet = { src: '10.1.0.9', dst: '10.1.0.1' };
    expect(send('ether3', [], packet, rows)).toMatchObject({
      delivered: 'router',
      inInterface: 'br1',
    });
    const there = { src: '203.0.113.9', dst: '10.1.0.9', connectionState: 'new' } as const;
    expect(send('ether1', [], there, rows)).toMatchObject({
      outInterface: 'br1',
      outPorts: [{ port: 'ether2' }, { port: 'ether3' }],
    });
  });

  it('goes by the MAC address where the question tells it', () => {
    const other = send('ether2', [customerTag(10)], { addressedTo: 'another' });
    expect(other.delivered).toBe('bridged');
    const router = send('ether2', [customerTag(10)], { ...toNeighbour, addressedTo: 'router' });
    expect(router).toMatchObject({ delivered: 'routed', outInterface: 'v10' });
  });

  it('refuses to guess what the firewall of the router does to its frames', () => {
    const rows = together(lan, { '/interface/bridge/settings': [{ 'use-ip-firewall': 'true' }] });
    expect(() => send('ether2', [customerTag(10)], toNeighbour, rows)).toThrow('use-ip-firewall');
  });

  it('takes part in a VLAN through a VLAN interface of its own', () => {
    const rows = {
      ...lan,
      '/interface/bridge/vlan': [{ bridge: 'br1', 'vlan-ids': '10', tagged: 'ether2' }],
    };
    expect(send('ether2', [customerTag(10)], {}, rows).inInterface).toBe('v10');
  });

  it('sends what the router sends through every port of the VLAN', () => {
    const packet = { src: '198.51.100.7', ...toNeighbour };
    expect(send('ether1', [], packet).outPorts).toEqual([
      { port: 'ether2', tags: [customerTag(10)] },
      { port: 'ether3', tags: [customerTag(10)] },
      { port: 'ether4', tags: [] },
    ]);
  });

  it('has nowhere to send to when its ports are disabled', () => {
    const off = ['ether2', 'ether3', 'ether4'].reduce(
      (rows, name) => withPort(name, { disabled: 'true' }, rows),
      lan,
    );
    expect(send('ether1', [], { src: '198.51.100.7', ...toNeighbour }, off)).toMatchObject({
      verdict: 'dropped',
      by: 'no port',
    });
  });

  it('keeps ports of the same horizon apart', () => {
    const split = withPort('ether3', { horizon: '1' }, withPort('ether2', { horizon: '1' }));
    expect(send('ether2', [customerTag(10)], toNeighbour, split).outPorts).toEqual([
      { port: 'ether4', tags: [] },
    ]);
  });

  it('is a bridge no more when it is disabled', () => {
    expect(send('ether2', [customerTag(10)], {}, withBridge({ disabled: 'yes' })).by).toMatchObject(
      {
        menu: '/interface/bridge',
      },
    );
  });
});

describe('a bridge of service tags', () => {
  const provider = together(withBridge({ 'ether-type': '0x88a8' }), {
    '/interface/vlan': [
      { name: 's25', interface: 'br1', 'vlan-id': '25', 'use-service-tag': 'true' },
      { name: 'c7', interface: 's25', 'vlan-id': '7' },
    ],
    '/ip/address': [{ address: '10.7.0.1/24', interface: 'c7' }],
  });

  it('looks at the outer tag only', () => {
    const frame = [serviceTag(25), customerTag(10)];
    expect(send('ether2', frame, {}, provider).outPorts).toEqual([{ port: 'ether3', tags: frame }]);
  });

  it('reaches the router through a VLAN with a service tag, and the customer inside of it', () => {
    const packet = { src: '10.7.0.9' };
    expect(send('ether2', [serviceTag(25), customerTag(7)], packet, provider)).toMatchObject({
      inInterface: 'c7',
      outInterface: 'ether1',
    });
  });

  it('does not reach the router through a VLAN with the wrong kind of tag', () => {
    const rows = together(provider, {
      '/interface/vlan': [{ name: 'v26', interface: 'br1', 'vlan-id': '26' }],
      '/ip/address': [{ address: '10.26.0.1/24', interface: 'v26' }],
    });
    expect(send('ether2', [serviceTag(26)], { src: '10.26.0.9' }, rows).path.join()).toContain(
      'br1 itself is no member of VLAN 26',
    );
  });

  it('takes a frame of another ether-type for untagged and carries its tag along', () => {
    expect(send('ether4', [customerTag(20)], {}, provider).outPorts).toEqual([
      { port: 'ether2', tags: [serviceTag(10), customerTag(20)] },
      { port: 'ether3', tags: [serviceTag(10), customerTag(20)] },
    ]);
  });

  it('stacks a tag on whatever arrives where the port is told to', () => {
    const stacking = withPort('ether4', { 'tag-stacking': 'true' }, provider);
    expect(send('ether4', [serviceTag(25)], {}, stacking).outPorts[0]).toEqual({
      port: 'ether2',
      tags: [serviceTag(10), serviceTag(25)],
    });
  });
});

describe('a bridge that does not filter', () => {
  const plain = withBridge({ 'vlan-filtering': 'false' });

  it('carries any tag as it is', () => {
    expect(send('ether2', [customerTag(999)], {}, plain).outPorts).toEqual([
      { port: 'ether3', tags: [customerTag(999)] },
      { port: 'ether4', tags: [customerTag(999)] },
    ]);
  });

  it('still has VLANs on it', () => {
    expect(send('ether2', [customerTag(10)], {}, plain).inInterface).toBe('v10');
  });

  it('takes every frame of its ports: a VLAN on a port receives nothing', () => {
    const wrong = together(plain, {
      '/interface/vlan': [{ name: 'wrong', interface: 'ether2', 'vlan-id': '77' }],
    });
    expect(send('ether2', [customerTag(77)], {}, wrong).delivered).toBe('bridged');
  });
});

it.each(['/interface/bridge/filter', '/interface/bridge/nat'])(
  'refuses to guess what rules in %s do',
  (menu) => {
    const ruled = together(lan, { [menu]: [{ chain: 'forward', action: 'drop' }] });
    expect(() => send('ether2', [customerTag(10)], {}, ruled)).toThrow(menu);
  },
);
