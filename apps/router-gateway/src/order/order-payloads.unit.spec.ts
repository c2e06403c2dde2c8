import { describe, expect, it } from '@jest/globals';
import { readStrictly } from '@ferrule/validation';
import {
  ActivateNetworkPayload,
  OrderPayload,
  PlanChangesPayload,
  StageOrderPayload,
  type NetworkWish,
  type Stage,
} from '@ferrule/router-contracts';

const order = {
  datacenter: 'DC1',
  router: 'dc1-r1',
  jobId: 'job-4b2cae5794a13c106806e613',
  tag: 'nnc-provisioned-net-1',
  notAfter: '2026-11-20T12:00:00.000Z',
};
const network: NetworkWish = {
  networkId: 'net-1',
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  dnsServers: ['9.9.9.9'],
  dnsDomain: null,
  leaseSeconds: 3600,
  dhcpOptions: [{ code: 42, value: "'172.16.0.1'" }],
  firewallProfile: 'standard',
  nat: true,
  vrf: null,
  routes: [{ destination: '10.0.0.0/8', gateway: '172.16.150.2' }],
  bgpEnabled: false,
  dnsRecords: [{ name: 'gw.example', address: '172.16.150.1' }],
  ipv6: { subnet: '2001:db8:150::/64', gateway: '2001:db8:150::1' },
  mtu: 1500,
};
const stage: Stage = {
  phase: 1,
  changes: [
    {
      path: '/interface/vlan',
      before: null,
      after: { name: 'vlan150', comment: order.tag },
      critical: true,
    },
    {
      path: '/ip/firewall/filter',
      before: { chain: 'forward' },
      after: { chain: 'forward' },
      moved: { from: 'last', to: { before: { chain: 'forward', action: 'drop' } } },
      critical: false,
    },
  ],
};

const fieldsOf = (type: new () => object, body: unknown) =>
  (readStrictly(type, body).errors ?? []).map(({ field }) => field);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the payload of a router’s command', () => {
  it.each([
    [OrderPayload, order],
    [PlanChangesPayload, { ...order, wish: null }],
    [PlanChangesPayload, { ...order, wish: { kind: 'datacenter' } }],
    [PlanChangesPayload, { ...order, wish: { kind: 'network', network } }],
    [
      PlanChangesPayload,
      { ...order, wish: { kind: 'network', network: { ...network, ipv6: null, dhcpRange: null } } },
    ],
    [StageOrderPayload, { ...order, index: 0, stage }],
    [ActivateNetworkPayload, { ...order, index: 3, stage, verify: [stage, stage] }],
  ])('comes as it was sent: %p', (type: new () => object, body) => {
    const { instance, errors } = readStrictly(type, plain(body));
    expect(errors).toBeUndefined();
    expect(plain(instance)).toEqual(body);
  });

  it.each([
    [OrderPayload, { ...order, jobId: 'a.b' }, ['jobId']],
    [OrderPayload, { ...order, notAfter: 'tomorrow' }, ['notAfter']],
    [OrderPayload, { ...order, tag: 'two words' }, ['tag']],
    [OrderPayload, { ...order, more: 1 }, ['more']],
    [PlanChangesPayload, order, ['wish']],
    [PlanChangesPayload, { ...order, wish: [] }, ['wish']],
    [PlanChangesPayload, { ...order, wish: { kind: 'network' } }, ['wish.network']],
    [
      PlanChangesPayload,
      { ...order, wish: { kind: 'network', network: { ...network, vlanId: '150' } } },
      ['wish.network.vlanId'],
    ],
    [
      PlanChangesPayload,
      { ...order, wish: { kind: 'network', network: { ...network, routes: [{}] } } },
      ['wish.network.routes[0].destination', 'wish.network.routes[0].gateway'],
    ],
    [StageOrderPayload, { ...order, index: -1, stage }, ['index']],
    [StageOrderPayload, { ...order, index: 0, stage: { phase: 9, changes: [] } }, ['stage.phase']],
    [
      StageOrderPayload,
      {
        ...order,
        index: 0,
        stage: { phase: 1, changes: [{ path: 'x', before: { a: 1 }, after: [], critical: 1 }] },
      },
      [
        'stage.changes[0].path',
        'stage.changes[0].before',
        'stage.changes[0].after',
        'stage.changes[0].critical',
      ],
    ],
    [ActivateNetworkPayload, { ...order, index: 0, stage }, ['verify']],
  ])('is refused with the fields that are wrong: %#', (type: new () => object, body, fields) => {
    expect(fieldsOf(type, plain(body)).sort()).toEqual([...fields].sort());
  });
});
