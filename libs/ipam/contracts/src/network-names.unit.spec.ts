import { describe, expect, it } from '@jest/globals';
import { gatewayName, hostNameIn } from './network-names.ts';

const dc1 = { datacenter: 'DC1', vlanId: 150, serviceVlan: null };

describe('the name of a gateway', () => {
  it('says the VLAN, in the zone of its datacenter', () => {
    expect(gatewayName(dc1, 'dc1.example')).toBe('gw-vlan150.dc1.example');
  });

  it('says the service VLAN as well behind one, since each has its VLAN 150', () => {
    expect(gatewayName({ ...dc1, serviceVlan: 1_000 }, 'dc1.example')).toBe(
      'gw-vlan1000-150.dc1.example',
    );
  });

  it('says the datacenter in a zone that does not, since each has its VLAN 150', () => {
    const names = ['DC1', 'DC_2'].map((datacenter) =>
      gatewayName({ ...dc1, datacenter }, 'acme.example'),
    );
    expect(names).toEqual(['gw-vlan150-dc1.acme.example', 'gw-vlan150-dc-2.acme.example']);
  });
});

describe('the name of a host', () => {
  it.each([
    ['web-1', 'web-1.dc1.example'],
    ['WEB-1.dc1.example', 'web-1.dc1.example'],
    ['web-1.acme.dc1.example', 'web-1.acme.dc1.example'],
  ])('is in the zone of its network: %s', (hostName, name) => {
    expect(hostNameIn(hostName, 'dc1.example')).toBe(name);
  });

  it('is left to others where it says another zone', () => {
    expect(hostNameIn('www.acme.example', 'dc1.example')).toBeUndefined();
    expect(hostNameIn('www.notdc1.example', 'dc1.example')).toBeUndefined();
  });
});
