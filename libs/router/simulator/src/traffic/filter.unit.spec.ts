import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customer20, site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import type { TableRow } from './router-tables.ts';

const filter = (...rules: readonly TableRow[]): Rows => ({ '/ip/firewall/filter': rules });

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(site, rows)), web(but));

const dropIf = (condition: TableRow) => filter({ chain: 'forward', action: 'drop', ...condition });

describe('the filter', () => {
  it('accepts what no rule is about', () => {
    expect(judge({})).toMatchObject({ verdict: 'accepted', by: 'no rule' });
  });

  it('does what the first rule says that matches', () => {
    const rows = filter(
      { chain: 'forward', action: 'accept', 'dst-port': '443', protocol: 'tcp', comment: 'web' },
      { chain: 'forward', action: 'drop' },
    );
    expect(judge(rows)).toMatchObject({
      verdict: 'accepted',
      by: { menu: '/ip/firewall/filter', id: '*1', comment: 'web' },
    });
    expect(judge(rows, { dstPort: 80 })).toMatchObject({ verdict: 'dropped', by: { id: '*2' } });
  });

  it('asks the chain input about packets for the router, and forward about the others', () => {
    const rows = filter({ chain: 'input', action: 'drop' });
    expect(judge(rows, { dst: '10.10.0.1' })).toMatchObject({ verdict: 'dropped' });
    expect(judge(rows, { dst: '203.0.113.2' })).toMatchObject({ verdict: 'dropped' });
    expect(judge(rows)).toMatchObject({ verdict: 'accepted', delivered: 'routed' });
  });

  it('passes over disabled rules', () => {
    expect(judge(dropIf({ disabled: 'true' })).verdict).toBe('accepted');
    expect(judge(dropIf({ disabled: 'yes' })).verdict).toBe('accepted');
    expect(judge(dropIf({ disabled: 'false' })).verdict).toBe('dropped');
  });

  it('passes over a rule whose interface is gone, even where it is negated', () => {
    expect(judge(dropIf({ 'in-interface': '!*1A' }))).toMatchObject({ verdict: 'accepted' });
    expect(judge(dropIf({ 'in-interface-list': '!gone' })).path.join()).toContain('invalid');
  });

  it.each(['log', 'passthrough', 'add-src-to-address-list', 'fasttrack-connection'])(
    'goes on after %s',
    (action) => {
      const rows = filter(
        { chain: 'forward', action, 'address-list': 'x' },
        { chain: 'forward', action: 'drop' },
      );
      expect(judge(rows).by).toMatchObject({ id: '*2' });
    },
  );

  it('sees at once what an earlier rule put into an address list', () => {
    const rows = filter(
      { chain: 'forward', action: 'add-src-to-address-list', 'address-list': 'seen' },
      { chain: 'forward', action: 'drop', 'src-address-list': 'seen' },
    );
    expect(judge(rows).verdict).toBe('dropped');
  });

  it('tells a rejection from a drop, and with what', () => {
    const rows = dropIf({ action: 'reject', 'reject-with': 'tcp-reset' });
    expect(judge(rows)).toMatchObject({ verdict: 'rejected', by: { id: '*1' } });
    expect(judge(rows).path.join()).toContain('tcp-reset');
  });

  it('takes a rule without an action for accept', () => {
    const rows = filter({ chain: 'forward' }, { chain: 'forward', action: 'drop' });
    expect(judge(rows).by).toMatchObject({ id: '*1' });
  });
});

describe('a jump', () => {
  const jump = { chain: 'forward', action: 'jump', 'jump-target': 'customers' };

  it('goes through the other chain', () => {
    const rows = filter(jump, { chain: 'customers', action: 'drop' });
    expect(judge(rows).by).toMatchObject({ id: '*2' });
  });

  it('comes back at the end of that chain, and at a return', () => {
    const rows = filter(
      jump,
      { chain: 'forward', action: 'reject' },
      { chain: 'customers', action: 'return', protocol: 'tcp' },
      { chain: 'customers', action: 'drop' },
    );
    expect(judge(rows).by).toMatchObject({ id: '*2' });
    expect(judge(filter(jump, { chain: 'forward', action: 'drop' })).by).toMatchObject({
      id: '*2',
    });
    expect(judge(rows, { protocol: 'udp' }).by).toMatchObject({ id: '*4' });
  });

  it('ends the chain where there is nothing to return to', () => {
    const rows = filter(
      { chain: 'forward', action: 'return' },
      { chain: 'forward', action: 'drop' },
    );
    expect(judge(rows)).toMatchObject({ verdict: 'accepted', by: 'no rule' });
  });

  it('in a circle is refused', () => {
    const rows = filter(jump, { chain: 'customers', action: 'jump', 'jump-target': 'customers' });
    expect(() => judge(rows)).toThrow(/circle/u);
  });
});

it('passes over a rule that the router calls invalid', () => {
  expect(judge(dropIf({ invalid: 'true' })).verdict).toBe('accepted');
});

it('keeps customers apart by one rule over their list', () => {
  const rows = together(
    {
      '/interface/list': [{ name: 'customers' }],
      '/interface/list/member': ['c10', 'c20'].map((name) => ({
        list: 'customers',
        interface: name,
      })),
    },
    dropIf({ 'in-interface-list': 'customers', 'out-interface-list': 'customers' }),
  );
  expect(judge(rows, { dst: '10.20.0.9' }).verdict).toBe('dropped');
  expect(judge(rows, { ...customer20, dst: '10.10.0.9' }).verdict).toBe('dropped');
  expect(judge(rows).verdict).toBe('accepted');
});

it('drops in raw before anything else is asked', () => {
  const rows = together(
    { '/ip/firewall/raw': [{ chain: 'prerouting', action: 'drop', 'src-address': '10.10.0.9' }] },
    filter({ chain: 'forward', action: 'accept' }),
  );
  expect(judge(rows).by).toMatchObject({ menu: '/ip/firewall/raw' });
});

it('shows an untracked packet to the filter after notrack', () => {
  const rows = together(
    { '/ip/firewall/raw': [{ chain: 'prerouting', action: 'notrack' }] },
    dropIf({ 'connection-state': 'untracked' }),
  );
  expect(judge(rows).verdict).toBe('dropped');
  const off = together(
    { '/ip/firewall/connection/tracking': [{ enabled: 'no' }] },
    dropIf({ 'connection-state': 'untracked' }),
  );
  expect(judge(off).verdict).toBe('dropped');
});
