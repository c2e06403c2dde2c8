import { describe, expect, it } from '@jest/globals';
import type { SimulatorSettings } from '../start-simulator.ts';
import { SpecRouter } from './spec-router.ts';

const ask = async (settings: SimulatorSettings, ...lines: readonly string[]) => {
  const router = await SpecRouter.start(settings);
  let answer = '';
  for (const line of lines) answer = await router.ask(line);
  await router.stop();
  return answer.startsWith('*') ? 'added' : answer;
};

const bgp =
  '/routing/bgp/connection/add name=peer remote.address=192.0.2.2 local.role=ebgp as=65000';

describe('what differs between versions', () => {
  it.each<[SimulatorSettings['profile'] & string, string, string]>([
    ['7.16', '/interface/ovpn-server/server/set enabled=yes', 'done'],
    ['7.16', '/interface/ovpn-server/server/add name=o', 'no such command'],
    ['7.17', '/interface/ovpn-server/server/add name=o', 'added'],
    ['7.17', '/interface/ovpn-server/server/set enabled=yes', 'unknown parameter enabled'],
    ['7.19', bgp, 'added'],
    ['7.19', `${bgp} router-id=192.0.2.1`, 'added'],
    ['7.19', `${bgp} instance=i`, 'unknown parameter instance'],
    ['7.20', bgp, 'missing value(s) of argument(s) instance'],
    ['7.20', `${bgp} router-id=192.0.2.1`, 'unknown parameter router-id'],
    ['7.18', `${bgp} address-families=ip`, 'added'],
    ['7.19', `${bgp} address-families=ip`, 'unknown parameter address-families'],
    ['7.19', `${bgp} afi=ip`, 'added'],
    [
      '7.16',
      '/ip/dns/forwarders/add name=f',
      'no such command or directory (forwarders), no such command prefix',
    ],
    ['7.17', '/ip/dns/forwarders/add name=f', 'added'],
    ['7.20', '/interface/bridge/add name=b add-dhcp-option82=yes', 'added'],
    [
      '7.24',
      '/interface/bridge/add name=b add-dhcp-option82=yes',
      'unknown parameter add-dhcp-option82',
    ],
    ['7.20', '/ip/firewall/filter/add chain=input tos=4', 'unknown parameter tos'],
    ['7.24', '/ip/firewall/filter/add chain=input tos=4', 'added'],
  ])('%s answers %s with: %s', async (profile, line, answer) => {
    expect(await ask({ profile }, line)).toBe(answer);
  });

  it('an instance that a connection needs is one that there is', async () => {
    expect(
      await ask(
        { profile: '7.20' },
        '/routing/bgp/instance/add name=i as=65000 router-id=192.0.2.1',
        `${bgp} instance=i`,
      ),
    ).toBe('added');
  });
});

describe('what differs between boards', () => {
  it('ZeroTier is on arm64 only', async () => {
    expect(await ask({ board: 'CCR2116-12G-4S+' }, '/zerotier/add name=zt')).toBe('added');
    expect(await ask({ board: 'CHR' }, '/zerotier/add name=zt')).toBe(
      'no such command or directory (zerotier), no such command prefix',
    );
  });

  it('the bandwidth of a port is the switch chip’s', async () => {
    const line = '/interface/ethernet/set numbers=ether1 bandwidth=1M/1M';
    expect(await ask({ board: 'CCR2116-12G-4S+' }, line)).toBe('done');
    expect(await ask({ board: 'CHR' }, line)).toBe('unknown parameter bandwidth');
  });
});
