import { describe, expect, it, jest } from '@jest/globals';
import type { IpamCommand } from '@ferrule/ipam-contracts';
import { until } from '@ferrule/testing';
import { useNames, ZONE } from './names-ground.ts';

// Services are started and killed, on machines that may be busy.
jest.setTimeout(120_000);

describe.each(['powerdns', 'rfc2136'] as const)('names of a network on a server by %s', (kind) => {
  const ground = useNames(kind);
  const publish = (networkId: string, zone: string = ZONE) =>
    ground.ask({ type: 'PublishNames', data: { networkId, zone } });
  const withdraw = (networkId: string) =>
    ground.ask({ type: 'WithdrawNames', data: { networkId, reason: 'no longer needed' } });
  const attach = (networkId: string, addressId: string, hostName: string, address: string) =>
    ground.send({
      type: 'AttachAddress',
      data: { networkId, addressId, type: 'vm', hostName, address },
    });
  const serials = async () =>
    Promise.all([ZONE, '150.16.172.in-addr.arpa'].map((one) => ground.resolver.resolveSoa(one)));

  it('are published forward and reverse, for its gateway and each named address', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    await attach('net-1', 'vm-1', 'Web-1', '172.16.150.7');
    expect(await publish('net-1')).toEqual({
      type: 'NamesPublished',
      data: {
        ...{ networkId: 'net-1', zone: ZONE, gateway: `gw-vlan150.${ZONE}`, records: 4 },
        notes: [],
      },
    });
    expect(await ground.resolver.resolve4(`gw-vlan150.${ZONE}`)).toEqual(['172.16.150.1']);
    expect(await ground.resolver.reverse('172.16.150.1')).toEqual([`gw-vlan150.${ZONE}`]);
    expect(await ground.resolver.resolve4(`web-1.${ZONE}`)).toEqual(['172.16.150.7']);
    expect(await ground.resolver.reverse('172.16.150.7')).toEqual([`web-1.${ZONE}`]);
  });

  it('change nothing on the server when they are published again', async () => {
    const before = await serials();
    expect(await publish('net-1')).toMatchObject({ type: 'NamesPublished', data: { records: 4 } });
    expect(await serials()).toEqual(before);
  });

  it('say in the end how it came to them: what was intended first', async () => {
    const [intended, done] = await ground.events('net-1');
    expect(intended).toMatchObject({ type: 'NamesPublicationStarted', data: { removed: [] } });
    expect(intended?.data).toHaveProperty('added.length', 4);
    expect(done?.type).toBe('NamesPublished');
  });

  it('lie in the zone that the server has around them, beside those of others, which stay', async () => {
    await ground.write('150.16.172.in-addr.arpa', '200.150.16.172.in-addr.arpa', 'PTR', [
      'printer.elsewhere.example.',
    ]);
    await ground.allocate('net-2', { subnet: '172.16.150.128/26', vlanId: 151, size: '/26' });
    await ground.allocate('net-3', { subnet: '172.16.160.4/30', vlanId: 160, size: '/30' });
    await publish('net-2');
    await publish('net-3');
    const zonesOf = async (networkId: string) =>
      (await ground.names(networkId)).records.map(({ zone }) => zone).sort();
    expect(await zonesOf('net-2')).toEqual(['150.16.172.in-addr.arpa', ZONE]);
    expect(await zonesOf('net-3')).toEqual(['16.172.in-addr.arpa', ZONE]);
    expect(await ground.resolver.reverse('172.16.150.129')).toEqual([`gw-vlan151.${ZONE}`]);
    expect(await ground.resolver.reverse('172.16.160.5')).toEqual([`gw-vlan160.${ZONE}`]);
    await withdraw('net-2');
    expect(await ground.resolver.reverse('172.16.150.200')).toEqual(['printer.elsewhere.example']);
  });

  it('are of both families in a network of both', async () => {
    await ground.send({
      type: 'CreatePool',
      data: {
        ...{ poolId: 'six', vrfId: 'default', prefix: '2001:db8::/40', datacenter: 'DC1' },
        ...{ policy: 'lowest', types: [], quarantineSeconds: 0 },
      },
    });
    await ground.allocate('dual', { subnet: '172.16.161.0/25', vlanId: 161, ipv6Size: '/64' });
    expect(await publish('dual')).toMatchObject({ data: { records: 4, notes: [] } });
    const [address = ''] = await ground.resolver.resolve6(`gw-vlan161.${ZONE}`);
    expect(address).toMatch(/^2001:db8:/);
    expect(await ground.resolver.reverse(address)).toEqual([`gw-vlan161.${ZONE}`]);
  });

  it('follow the hosts that are attached and released, without being asked', async () => {
    await attach('net-1', 'vm-2', 'db-1', '172.16.150.8');
    await until(async () => (await ground.resolver.reverse('172.16.150.8'))[0] === `db-1.${ZONE}`);
    await ground.send({ type: 'ReleaseAddress', data: { networkId: 'net-1', addressId: 'vm-1' } });
    await until(async () => (await ground.names('net-1')).records.length === 4);
    await expect(ground.resolver.resolve4(`web-1.${ZONE}`)).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
    await expect(ground.resolver.reverse('172.16.150.7')).rejects.toThrow();
  });

  it('are never taken from somebody else, neither a network nor a stranger, and it is said whose', async () => {
    await ground.write(ZONE, `gw-vlan170.${ZONE}`, 'A', ['10.9.9.9']);
    await ground.allocate('net-4', { subnet: '172.16.170.0/25', vlanId: 170 });
    expect(await publish('net-4')).toMatchObject({
      type: 'NamesRefused',
      data: {
        ...{ operation: 'publish', code: 'DNS_CONFLICT', name: `gw-vlan170.${ZONE}` },
        holder: expect.stringContaining('10.9.9.9'),
      },
    });
    expect(await ground.resolver.resolve4(`gw-vlan170.${ZONE}`)).toEqual(['10.9.9.9']);
    await ground.allocate('net-5', { subnet: '172.16.171.0/25', vlanId: 171 });
    await attach('net-5', 'vm-1', 'db-1', '172.16.171.8');
    expect(await publish('net-5')).toMatchObject({
      data: { code: 'DNS_CONFLICT', name: `db-1.${ZONE}`, holder: 'network net-1' },
    });
    expect(await ground.resolver.resolve4(`db-1.${ZONE}`)).toEqual(['172.16.150.8']);
  });

  it('are never taken from another tenant, and it is not said which network has them', async () => {
    const globex = (command: IpamCommand) => ground.send(command, 'globex');
    await globex({
      type: 'AllocateNetwork',
      data: {
        ...{ networkId: 'net-g', clientId: 'globex', type: 'production', datacenter: 'DC1' },
        ...{ size: '/25', subnet: '172.16.172.0/25', vlanId: 172, enableDHCP: false },
      },
    });
    await globex({
      type: 'AttachAddress',
      data: { networkId: 'net-g', addressId: 'vm-1', type: 'vm', hostName: 'db-1' },
    });
    const publishing = { networkId: 'net-g', zone: ZONE };
    const refused = await ground.ask({ type: 'PublishNames', data: publishing }, 'globex');
    expect(refused).toMatchObject({
      data: {
        ...{ code: 'DNS_CONFLICT', name: `db-1.${ZONE}`, holder: "another tenant's network" },
        message: `db-1.${ZONE} belongs to another tenant's network`,
      },
    });
    expect(JSON.stringify(await ground.events('net-g'))).not.toContain('net-1');
  });

  it('are taken away again as far as they were written when they are refused', async () => {
    await until(async () => (await ground.names('net-4')).records.length === 0);
    expect(await ground.names('net-4')).toMatchObject({ status: 'refused', waitingSeconds: null });
    await expect(ground.resolver.reverse('172.16.170.1')).rejects.toThrow();
  });

  it('go when they are withdrawn, and twice or never published is as good', async () => {
    expect(await withdraw('net-1')).toEqual({
      type: 'NamesWithdrawn',
      data: { networkId: 'net-1', records: 4 },
    });
    await expect(ground.resolver.resolve4(`gw-vlan150.${ZONE}`)).rejects.toThrow();
    await expect(ground.resolver.reverse('172.16.150.1')).rejects.toThrow();
    const nothing = { type: 'NamesWithdrawn', data: { records: 0 } };
    expect(await withdraw('net-1')).toMatchObject(nothing);
    expect(await withdraw('net-that-never-was')).toMatchObject(nothing);
    expect(await ground.names('net-1')).toMatchObject({ status: 'withdrawn', records: [] });
  });

  it('go with the network, whoever released it', async () => {
    await ground.send({ type: 'ReleaseNetwork', data: { networkId: 'dual', reason: 'over' } });
    await until(async () => (await ground.names('dual')).status === 'withdrawn');
    await expect(ground.resolver.resolve6(`gw-vlan161.${ZONE}`)).rejects.toThrow();
    expect(await publish('dual')).toMatchObject({ data: { code: 'NETWORK_NOT_FOUND' } });
  });

  it('are refused in a zone that no server has', async () => {
    expect(await publish('net-3', 'elsewhere.example')).toMatchObject({
      type: 'NamesRefused',
      data: { code: 'DNS_ZONE_UNKNOWN' },
    });
    expect(await publish('net-3', `none.${ZONE}`)).toMatchObject({ type: 'NamesPublished' });
  });
});
