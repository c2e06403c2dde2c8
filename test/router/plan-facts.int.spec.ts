import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { menuFacts, menuPaths, phaseOf, sensitiveNames } from '@ferrule/router-domain';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { plan, wordsOf } from './plan-ground.ts';

/** Facts that were asked of real routers lie beside the checkout, or do not. */
const directory = new URL('../../../shared/reference/routeros/', import.meta.url);
const newest = new URL('menus-7.24.json.gz', directory);
const byVersion = new URL('menus-by-version.json.gz', directory);

interface Described {
  readonly kind: string;
  readonly ordered?: 1;
  readonly cmds: readonly string[];
  readonly args?: Readonly<Record<string, { readonly t?: string; readonly v?: readonly string[] }>>;
}
interface Named {
  readonly add?: readonly string[];
  readonly set?: readonly string[];
}

const read = (file: URL): unknown => JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));

/** Arguments that say how to write, and are no values of a row. */
const aside = new Set(['place-before', 'copy-from', 'numbers']);

const versions = (path: string): ReadonlySet<string> => {
  const all = read(byVersion) as Readonly<Record<string, Readonly<Record<string, Named>>>>;
  return new Set(
    Object.entries(all)
      .filter(([version]) => !version.startsWith('7.12'))
      .flatMap(([, menus]) => [...(menus[path]?.add ?? []), ...(menus[path]?.set ?? [])])
      .filter((name) => !aside.has(name)),
  );
};

const menus = menuPaths.map(menuFacts);

if (existsSync(newest) && existsSync(byVersion)) {
  const described = read(newest) as Readonly<Record<string, Described>>;

  describe('what is known of menus, beside what routers say of themselves', () => {
    it.each(menus)('names every argument of $path, of every version, and no other', (facts) => {
      const real = described[facts.path];
      const known = new Set([
        ...Object.keys(real?.args ?? {}).filter((name) => !aside.has(name)),
        ...versions(facts.path),
      ]);
      expect([...facts.args.keys()].sort()).toEqual([...known].sort());
    });

    it.each(menus)(
      'knows of what kind $path is, whether rows move in it and values go',
      (facts) => {
        const real = described[facts.path];
        expect({ kind: facts.kind, ordered: facts.ordered, unsets: facts.unsets }).toEqual({
          kind: real?.kind,
          ordered: real?.ordered === 1,
          unsets: facts.unsets && real?.cmds.includes('unset') === true,
        });
      },
    );

    it.each(menus)('compares the values of $path as what they are', ({ path, args }) => {
      const wrong = [...args].filter(([name, { kind, default: usual }]) => {
        const { t: type, v: words = [] } = described[path]?.args?.[name] ?? {};
        const isFlag = type === 'bool' && words.every((word) => word === 'yes' || word === 'no');
        return (
          (isFlag && kind !== 'flag' && kind !== 'presence') ||
          (usual === 'true' && kind !== 'flag')
        );
      });
      expect(wrong.map(([name]) => name)).toEqual([]);
    });
  });
}

describe('what is known of menus', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.stop());

  it.each(menus)('gives $path a phase', ({ path }) => {
    expect(phaseOf(path)).toBeGreaterThan(0);
  });

  it('refuses a menu that nobody knows, with the field that is at fault', () => {
    expect(() => menuFacts('/file')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_MENU', detail: { field: 'path' } }),
    );
  });

  it('names what is to be sealed', () => {
    expect(sensitiveNames('/interface/wireguard')).toEqual(['private-key']);
    expect(sensitiveNames('/interface/wireguard/peers')).toEqual(['preshared-key', 'private-key']);
    expect(sensitiveNames('/routing/bgp/connection')).toEqual(['tcp-md5-key']);
    expect(sensitiveNames('/ip/address')).toEqual([]);
  });

  it.each([
    ['/interface/vlan', { interface: 'ether1', 'vlan-id': '7', name: 'a' }],
    ['/interface/bridge', { name: 'b' }],
    ['/interface/list', { name: 'a' }],
    ['/interface/list/member', { interface: 'ether1', list: 'static' }],
    ['/interface/wireguard', { name: 'wg' }],
    ['/ip/address', { interface: 'ether1', address: '192.0.2.1/24' }],
    ['/ip/pool', { name: 'a', ranges: '192.0.2.1-192.0.2.9' }],
    ['/ip/dhcp-server', { name: 'd', interface: 'ether1' }],
    ['/ip/dhcp-server/network', { address: '192.0.2.0/24' }],
    ['/ip/dhcp-server/option', { name: 'o', code: '66' }],
    ['/ip/dhcp-server/lease', { address: '192.0.2.5', 'mac-address': '02:00:00:00:00:01' }],
    ['/ip/route', { 'dst-address': '198.51.100.0/24', gateway: '192.0.2.9' }],
    ['/ip/dns/static', { name: 'a.example', address: '192.0.2.1' }],
    ['/ip/vrf', { name: 'v', interfaces: 'ether9' }],
    ['/routing/table', { name: 't', fib: '' }],
    ['/routing/rule', { 'src-address': '192.0.2.0/24', action: 'drop' }],
    ['/routing/bgp/instance', { name: 'i', as: '65001' }],
    ['/routing/bgp/template', { name: 't' }],
    ['/routing/bgp/connection', { name: 'c', instance: 'i', 'local.role': 'ibgp' }],
    ['/ip/firewall/filter', { chain: 'forward', action: 'accept' }],
    ['/ip/firewall/nat', { chain: 'srcnat', action: 'masquerade' }],
    ['/ip/firewall/mangle', { chain: 'forward', action: 'accept' }],
    ['/ip/firewall/raw', { chain: 'prerouting', action: 'drop' }],
    ['/ip/firewall/address-list', { list: 'l', address: '192.0.2.1' }],
    ['/ipv6/firewall/filter', { chain: 'forward', action: 'accept' }],
    ['/ipv6/firewall/nat', { chain: 'srcnat', action: 'masquerade' }],
    ['/ipv6/firewall/mangle', { chain: 'forward', action: 'accept' }],
    ['/ipv6/firewall/raw', { chain: 'prerouting', action: 'drop' }],
    ['/ipv6/firewall/address-list', { list: 'l', address: '2001:db8::1' }],
    ['/ipv6/address', { address: '2001:db8::1/64', interface: 'ether1' }],
    ['/ipv6/nd', { interface: 'ether1' }],
    ['/ipv6/nd/prefix', { prefix: '2001:db8:9::/64', interface: 'ether1' }],
    ['/ipv6/pool', { name: 'p', prefix: '2001:db8:8::/48', 'prefix-length': '64' }],
    ['/ipv6/dhcp-server', { name: 's', interface: 'ether1' }],
    ['/ipv6/dhcp-server/option', { name: 'o', code: '23' }],
    ['/ipv6/route', { 'dst-address': '2001:db8:7::/48', gateway: '2001:db8::9' }],
    ['/system/script', { name: 's' }],
    ['/system/scheduler', { name: 's' }],
    ['/certificate', { name: 'c', 'common-name': 'c' }],
  ])(
    'finds nothing to do about a new row of %s: the rest is usual, or found by the router',
    async (path, written) => {
      const { router } = simulator;
      const owned = menuFacts(path).args.has('comment') ? { comment: path } : {};
      const attributes = { ...written, ...owned };
      await router.run(wordsOf({ command: `${path}/add`, attributes }));
      const made = await plan(router, path, [{ path, attributes, critical: true }]);
      expect(made.stages.flatMap(({ changes }) => changes)).toEqual([]);
    },
  );
});
