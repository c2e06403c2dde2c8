import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluatePacket, packetEvaluator } from './evaluate-packet.ts';
import {
  customer10,
  customerTag,
  serviceTag,
  site,
  tablesOf,
  together,
  web,
} from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import { reply } from './reply.ts';
import type { TableRow } from './router-tables.ts';

const drop: TableRow = { chain: 'forward', action: 'drop' };

const host = fc.integer({ min: 2, max: 250 });

const port = fc.integer({ min: 1, max: 65_535 });

const vids = fc.uniqueArray(fc.integer({ min: 2, max: 250 }), { minLength: 2, maxLength: 6 });

/** A network for each VLAN id, all of them isolated by one rule and masqueraded by another. */
const isolated = (ids: readonly number[]): Rows => ({
  ...site,
  '/interface/vlan': [
    { name: 's200', interface: 'ether2', 'vlan-id': '200', 'use-service-tag': 'true' },
    ...ids.map((id) => ({ name: `c${id}`, interface: 's200', 'vlan-id': String(id) })),
  ],
  '/ip/address': [
    { address: '203.0.113.2/30', interface: 'ether1' },
    ...ids.map((id) => ({ address: `10.${id}.0.1/24`, interface: `c${id}` })),
  ],
  '/interface/list': [{ name: 'networks' }],
  '/interface/list/member': ids.map((id) => ({ list: 'networks', interface: `c${id}` })),
  '/ip/firewall/filter': [
    { chain: 'forward', action: 'accept', 'connection-state': 'established,related' },
    { ...drop, 'in-interface-list': 'networks', 'out-interface-list': 'networks' },
    { ...drop, 'in-interface': 'ether1' },
  ],
  '/ip/firewall/nat': [{ chain: 'srcnat', action: 'masquerade', 'out-interface': 'ether1' }],
});

const from = (id: number, last: number, but: Partial<Packet>): Packet =>
  web({ tags: [serviceTag(200), customerTag(id)], src: `10.${id}.0.${last}`, ...but });

describe('isolated networks', () => {
  it('never see each other, whatever is sent', () => {
    const sent = fc.record({
      host,
      other: host,
      dstPort: port,
      protocol: fc.constantFrom('tcp', 'udp', 'icmp', 'gre'),
      connectionState: fc.constantFrom('new', 'invalid', 'untracked'),
    });
    fc.assert(
      fc.property(vids, sent, (ids, { host: one, other, ...but }) => {
        const judge = packetEvaluator(tablesOf(isolated(ids)));
        for (const [at, id] of ids.entries()) {
          const target = ids[(at + 1) % ids.length] ?? id;
          const judged = judge(from(id, one, { ...but, dst: `10.${target}.0.${other}` }));
          expect(judged).toMatchObject({ verdict: 'dropped', by: { id: '*2' }, outPorts: [] });
        }
      }),
    );
  });

  it('reach the Internet, and what answers them reaches none but the one that asked', () => {
    fc.assert(
      fc.property(vids, host, port, (ids, last, dstPort) => {
        const judge = packetEvaluator(tablesOf(isolated(ids)));
        for (const id of ids) {
          const there = from(id, last, { dstPort });
          const judged = judge(there);
          expect(judged).toMatchObject({ verdict: 'accepted', outInterface: 'ether1' });
          expect(judge(reply(there, judged))).toMatchObject({
            outPorts: [{ port: 'ether2', tags: there.tags }],
            translated: { dst: there.src, dstPort: there.srcPort },
          });
        }
      }),
    );
  });

  it('are not reached from outside', () => {
    fc.assert(
      fc.property(vids, host, (ids, last) => {
        const judge = packetEvaluator(tablesOf(isolated(ids)));
        for (const id of ids)
          expect(
            judge(web({ in: 'ether1', tags: [], src: '198.51.100.7', dst: `10.${id}.0.${last}` })),
          ).toMatchObject({ verdict: 'dropped', by: { id: '*3' } });
      }),
    );
  });
});

const condition: fc.Arbitrary<TableRow> = fc.constantFrom<TableRow>(
  {},
  { 'src-address': '10.10.0.0/24' },
  { 'dst-address': '!198.51.100.0/24' },
  { 'in-interface': 'c10' },
  { 'in-interface': '!c10' },
  { 'out-interface': 'ether1' },
  { protocol: 'tcp' },
  { protocol: 'tcp', 'dst-port': '1-1000' },
  { 'connection-state': 'established' },
  { disabled: 'true' },
);

const rule: fc.Arbitrary<TableRow> = fc
  .record({
    chain: fc.constantFrom('forward', 'forward', 'input', 'extra'),
    action: fc.constantFrom('accept', 'drop', 'reject', 'log', 'return', 'jump'),
    condition,
  })
  // A jump from the chain that it jumps to would go in a circle.
  .map(({ chain, action, condition: own }) => ({
    chain,
    action: chain === 'extra' && action === 'jump' ? 'passthrough' : action,
    'jump-target': 'extra',
    ...own,
  }));

const judged = (rules: readonly TableRow[], packet = web()) =>
  evaluatePacket(tablesOf(together(site, { '/ip/firewall/filter': rules })), packet);

const outcome = ({ verdict, outPorts, translated }: ReturnType<typeof judged>) => ({
  verdict,
  outPorts,
  translated,
});

const rules = fc.array(rule, { maxLength: 8 });

describe('a rule', () => {
  it('after a drop of everything never matters', () => {
    fc.assert(
      fc.property(rules, rules, (before, after) => {
        const short = judged([...before, drop]);
        const chains = after.filter(({ chain }) => chain !== 'extra');
        expect(judged([...before, drop, ...chains])).toEqual(short);
      }),
    );
  });

  it('that is disabled never matters', () => {
    fc.assert(
      fc.property(rules, rule, fc.nat(8), (some, extra, place) => {
        const more = some.toSpliced(place, 0, { ...extra, disabled: 'true' });
        expect(outcome(judged(more))).toEqual(outcome(judged(some)));
      }),
    );
  });

  it('that only logs never matters', () => {
    fc.assert(
      fc.property(rules, condition, fc.nat(8), (some, own, place) => {
        const more = some.toSpliced(place, 0, { chain: 'forward', action: 'log', ...own });
        expect(outcome(judged(more))).toEqual(outcome(judged(some)));
      }),
    );
  });
});

it('lets a frame out only with the tags that let it in again', () => {
  fc.assert(
    fc.property(vids, host, (ids, last) => {
      const judge = packetEvaluator(tablesOf(isolated(ids)));
      for (const id of ids) {
        const out = judge({
          src: '203.0.113.2',
          dst: `10.${id}.0.${last}`,
          protocol: 'icmp',
          connectionState: 'new',
        });
        const [{ port: name, tags } = { port: '', tags: [] }] = out.outPorts;
        const back = judge(
          from(id, last, { in: name, tags, dst: '203.0.113.2', protocol: 'icmp' }),
        );
        expect(back).toMatchObject({ inInterface: out.outInterface, delivered: 'router' });
      }
    }),
  );
});

it('tells every decision in words', () => {
  const rows = together(site, {
    '/ip/firewall/filter': [{ ...drop, 'dst-port': '25', protocol: 'tcp', comment: 'no mail' }],
  });
  expect(evaluatePacket(tablesOf(rows), web({ dstPort: 25 })).path).toEqual([
    'ether2 receives 0x88a8/200 0x8100/10 10.10.0.9:40000 to 198.51.100.7:25, tcp, new',
    'ether2 gives the tag 0x88a8/200 to s200',
    's200 gives the tag 0x8100/10 to c10',
    'received on c10',
    'table main: /ip/route *1 0.0.0.0/0 out of ether1 via 203.0.113.1',
    'from c10 to ether1: forward',
    '/ip/firewall/filter *1 (no mail) matches in forward: drop',
    'dropped by /ip/firewall/filter *1 (no mail)',
    'dropped',
  ]);
});

it('changes no row', () => {
  const frozen = Object.freeze(
    Object.fromEntries(
      Object.entries(isolated([10, 20])).map(([path, rows]) => [
        path,
        Object.freeze(rows.map((row) => Object.freeze({ ...row }))),
      ]),
    ),
  );
  expect(evaluatePacket(tablesOf(frozen), web(customer10)).verdict).toBe('accepted');
});
