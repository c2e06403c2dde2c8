import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let now: number;
let router: SpecRouter;

const later = (seconds: number) => {
  now += seconds * 1000;
};

beforeEach(async () => {
  now = Date.parse('2026-11-20T12:00:00Z');
  router = await SpecRouter.start({ clock: () => new Date(now) });
});

afterEach(() => router.stop());

const box = () => router.simulator.router;

describe('a host that asks the DHCP server', () => {
  const leases = '/ip/dhcp-server/lease';
  const [one, two, three] = ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03'];
  const ask = (mac: string, hostName = 'pc') => box().lease({ server: 'lan', mac, hostName });

  beforeEach(() =>
    router.given(
      '/ip/address/add address=10.0.0.2/24 interface=ether1',
      '/ip/pool/add name=spare ranges=10.0.0.9',
      '/ip/pool/add name=p ranges=10.0.0.2-10.0.0.3 next-pool=spare',
      '/ip/dhcp-server/add name=lan interface=ether1 address-pool=p lease-time=10m',
    ),
  );

  it('is given the next free address for a while, and the same one again', async () => {
    expect([ask(one), ask(two), ask(one)]).toEqual(['10.0.0.3', '10.0.0.9', '10.0.0.3']);
    expect(() => ask(three)).toThrow('failure: no free address in the pool');
    later(60);
    expect(await router.rows(leases)).toMatchObject([
      {
        address: '10.0.0.3',
        'mac-address': one,
        server: 'lan',
        dynamic: 'true',
        status: 'bound',
        'active-address': '10.0.0.3',
        'host-name': 'pc',
        'expires-after': '9m',
      },
      { address: '10.0.0.9' },
    ]);
    later(540);
    expect(await router.rows(leases)).toEqual([]);
    expect(ask(three)).toBe('10.0.0.3');
  });

  it('has a lease that nobody may change until it is made static, which keeps its id', async () => {
    ask(one);
    ask(two);
    const [{ '.id': id = '' } = {}] = await router.rows(leases);
    expect(await router.ask(`${leases}/set numbers=${id} comment=c`)).toBe(
      'failure: can not change dynamic',
    );
    await router.given(
      `${leases}/make-static numbers=${id}`,
      `${leases}/make-static numbers=${id}`,
    );
    await router.given(`${leases}/set numbers=${id} comment=c`);
    later(601);
    expect(await router.rows(leases)).toMatchObject([
      { '.id': id, address: '10.0.0.3', dynamic: 'false', status: 'waiting', comment: 'c' },
    ]);
    expect(ask(one)).toBe('10.0.0.3');
    expect(await router.row(leases)).toMatchObject({ status: 'bound' });
    box().reboot();
    expect(await router.rows(leases)).toMatchObject([{ '.id': id, 'mac-address': one }]);
  });

  it('is given what a static lease says', async () => {
    await router.given(`${leases}/add mac-address=${three} address=10.0.0.77 server=lan`);
    expect(ask(three)).toBe('10.0.0.77');
    expect(await router.row(leases)).toMatchObject({ status: 'bound', dynamic: 'false' });
  });

  it('is given nothing by a server that is not there, or is disabled', async () => {
    expect(() => box().lease({ server: 'wan', mac: one })).toThrow(
      'input does not match any value of server',
    );
    await router.given('/ip/dhcp-server/disable numbers=lan');
    expect(() => ask(one)).toThrow('failure: the server is disabled');
  });
});

describe('a DHCP client', () => {
  const client = '/ip/dhcp-client';
  const answer = {
    interface: 'ether1',
    address: '198.51.100.7/24',
    gateway: '198.51.100.1',
    dns: ['198.51.100.53'],
    leaseSeconds: 600,
  };
  const brought = async () => [
    (await router.rows('/ip/address')).map(({ address }) => address),
    (await router.rows('/ip/route')).map(({ 'dst-address': to }) => to),
  ];
  const all = [['198.51.100.7/24'], ['198.51.100.0/24', '0.0.0.0/0']];

  beforeEach(() => router.given(`${client}/add interface=ether1`));

  it('searches until it is answered, and then has an address and a way out', async () => {
    expect(await router.row(client)).toMatchObject({ status: 'searching...' });
    box().answerDhcpClient(answer);
    expect(await router.row(client)).toMatchObject({
      status: 'bound',
      address: '198.51.100.7/24',
      gateway: '198.51.100.1',
      'primary-dns': '198.51.100.53',
      'expires-after': '10m',
    });
    expect(await brought()).toEqual(all);
    expect(await router.row('/ip/route', '?dhcp=true')).toMatchObject({ dynamic: 'true' });
    expect(box().snapshot()['/ip/address']).toBeUndefined();
  });

  it('gives back what it has when it releases, is disabled, is removed, or has waited too long', async () => {
    const ends = [
      () => router.given(`${client}/release numbers=*1`),
      () => router.given(`${client}/disable numbers=*1`),
      async () => {
        later(600);
      },
      () => router.given(`${client}/remove numbers=*1`),
    ];
    for (const end of ends) {
      box().answerDhcpClient(answer);
      expect(await brought()).toEqual(all);
      await end();
      expect(await brought()).toEqual([[], []]);
      await router.ask(`${client}/enable numbers=*1`);
    }
  });

  it('that renews has all of its time again', async () => {
    box().answerDhcpClient(answer);
    later(500);
    await router.given(`${client}/renew numbers=*1`);
    later(500);
    expect(await router.row(client)).toMatchObject({ status: 'bound', 'expires-after': '1m40s' });
    expect(await brought()).toEqual(all);
  });

  it('takes no way out that it does not want, and only where it asks', async () => {
    await router.given(`${client}/set numbers=*1 add-default-route=no`);
    box().answerDhcpClient(answer);
    expect((await brought())[1]).toEqual(['198.51.100.0/24']);
    expect(() => box().answerDhcpClient({ ...answer, interface: 'ether2' })).toThrow(
      'failure: no client asks on this interface',
    );
    expect(() => box().answerDhcpClient({ ...answer, address: 'x' })).toThrow('invalid value');
  });
});
