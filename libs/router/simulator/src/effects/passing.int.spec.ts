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

const list = '/ip/firewall/address-list';

const left = async () =>
  (await router.rows(list)).map(({ address, timeout }) => [address, timeout]);

describe('an entry of an address list with a timeout', () => {
  beforeEach(() =>
    router.given(
      `${list}/add list=l address=192.0.2.1 timeout=10m`,
      `${list}/add list=l address=192.0.2.2 timeout=1h`,
      `${list}/add list=l address=192.0.2.3`,
    ),
  );

  it('counts down, is dynamic, and is gone when its time is up', async () => {
    expect(await router.row(list)).toMatchObject({ dynamic: 'true', timeout: '10m' });
    later(2.5);
    expect(await left()).toEqual([
      ['192.0.2.1', '9m58s'],
      ['192.0.2.2', '59m58s'],
      ['192.0.2.3', undefined],
    ]);
    later(598);
    expect(await left()).toEqual([
      ['192.0.2.2', '50m'],
      ['192.0.2.3', undefined],
    ]);
    await router.given(`${list}/add list=l address=192.0.2.1`);
    later(3600);
    expect(await left()).toEqual([
      ['192.0.2.3', undefined],
      ['192.0.2.1', undefined],
    ]);
  });

  it('begins anew when the timeout is written, and not with any other value', async () => {
    later(300);
    await router.given(`${list}/set numbers=*1 timeout=10m`, `${list}/set numbers=*2 comment=c`);
    expect((await left()).slice(0, 2)).toEqual([
      ['192.0.2.1', '10m'],
      ['192.0.2.2', '55m'],
    ]);
  });

  it('comes back with what is left when its removal is undone', async () => {
    await router.given(`${list}/remove numbers=*1`);
    later(60);
    await router.given('/undo');
    expect(await router.row(list, '?.id=*1')).toMatchObject({ timeout: '9m' });
    later(600);
    expect(await left()).toHaveLength(2);
  });

  it('goes by the uptime and not by the clock, and does not outlive a reboot', async () => {
    await router.given('/system/clock/set date=2027-01-01');
    expect(await left()).toHaveLength(3);
    router.simulator.router.reboot();
    expect(await left()).toEqual([['192.0.2.3', undefined]]);
  });

  it('is matched by no rule once its time is up', async () => {
    await router.given(
      '/ip/address/add address=203.0.113.1/24 interface=ether1',
      '/ip/firewall/filter/add chain=input action=drop src-address-list=l',
    );
    const verdict = () =>
      router.simulator.router.evaluate({
        in: 'ether1',
        src: '192.0.2.1',
        dst: '203.0.113.1',
        protocol: 'tcp',
        dstPort: 22,
        connectionState: 'new',
      }).verdict;
    expect(verdict()).toBe('dropped');
    later(601);
    expect(verdict()).toBe('accepted');
  });
});
