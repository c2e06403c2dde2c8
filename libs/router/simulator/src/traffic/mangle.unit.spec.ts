import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import { reply } from './reply.ts';
import type { TableRow } from './router-tables.ts';

const mangle = (...rules: readonly TableRow[]): Rows => ({ '/ip/firewall/mangle': rules });

const dropForward = (condition: TableRow): Rows => ({
  '/ip/firewall/filter': [{ chain: 'forward', action: 'drop', ...condition }],
});

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(site, rows)), web(but));

describe('mangle', () => {
  it.each([
    ['packet', { action: 'mark-packet', 'new-packet-mark': 'voice' }, { 'packet-mark': 'voice' }],
    [
      'connection',
      { action: 'mark-connection', 'new-connection-mark': 'voice' },
      { 'connection-mark': 'voice' },
    ],
    ['route', { action: 'mark-routing', 'new-routing-mark': 'voice' }, { 'routing-mark': 'voice' }],
    ['DSCP', { action: 'change-dscp', 'new-dscp': '46' }, { dscp: '46' }],
    ['TTL', { action: 'change-ttl', 'new-ttl': 'set:9' }, { ttl: 'equal:9' }],
  ])('marks the %s for the rules that come after', (_, action, condition) => {
    const marked = mangle({ chain: 'prerouting', ...action });
    expect(judge(together(marked, dropForward(condition))).verdict).toBe('dropped');
  });

  it('takes a mark away again', () => {
    const rows = mangle(
      { chain: 'prerouting', action: 'mark-packet', 'new-packet-mark': 'voice' },
      { chain: 'prerouting', action: 'mark-packet', 'new-packet-mark': 'no-mark' },
    );
    expect(judge(together(rows, dropForward({ 'packet-mark': 'no-mark' }))).verdict).toBe(
      'dropped',
    );
  });

  it('lets a later rule have the last word unless passthrough is off', () => {
    const two = (passthrough: string) =>
      mangle(
        { chain: 'prerouting', action: 'mark-packet', 'new-packet-mark': 'a', passthrough },
        { chain: 'prerouting', action: 'mark-packet', 'new-packet-mark': 'b' },
      );
    const first = dropForward({ 'packet-mark': 'a' });
    expect(judge(together(two('true'), first)).verdict).toBe('accepted');
    expect(judge(together(two('false'), first)).verdict).toBe('dropped');
    expect(judge(together(two('no'), first)).verdict).toBe('dropped');
  });

  it.each(['prerouting', 'forward', 'postrouting'])('may drop in %s', (chain) => {
    expect(judge(mangle({ chain, action: 'drop' }))).toMatchObject({
      verdict: 'dropped',
      by: { menu: '/ip/firewall/mangle' },
    });
  });

  it('may drop in input what is for the router', () => {
    const rows = mangle({ chain: 'input', action: 'drop' });
    expect(judge(rows, { dst: '10.10.0.1' }).verdict).toBe('dropped');
    expect(judge(rows).verdict).toBe('accepted');
  });

  it('is not what accepts a packet: the filter has the say', () => {
    expect(judge(mangle({ chain: 'forward', action: 'accept' })).by).toBe('no rule');
  });

  it('sends a packet another way without touching its destination', () => {
    const rows = together(
      mangle({ chain: 'prerouting', action: 'route', 'route-dst': '192.0.2.1' }),
      { '/ip/address': [{ address: '192.0.2.2/30', interface: 'ether3' }] },
    );
    expect(judge(rows)).toMatchObject({
      outInterface: 'ether3',
      nextHop: '192.0.2.1',
      translated: { dst: '198.51.100.7' },
    });
  });

  it('marks a connection for its answers too', () => {
    const tables = tablesOf(
      together(
        site,
        mangle({
          chain: 'forward',
          action: 'mark-connection',
          'new-connection-mark': 'voice',
          'connection-state': 'new',
        }),
        dropForward({ 'connection-mark': 'voice', 'in-interface': 'ether1' }),
      ),
    );
    const there = web();
    const back = reply(there, evaluatePacket(tables, there));
    expect(evaluatePacket(tables, back)).toMatchObject({ verdict: 'dropped' });
  });

  it('refuses to guess what an action does that is not modelled', () => {
    expect(() => judge(mangle({ chain: 'forward', action: 'teleport' }))).toThrow('teleport');
  });
});
