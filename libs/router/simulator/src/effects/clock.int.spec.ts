import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';
import { RawClient } from '../spec-client.ts';

let now = new Date('2026-11-20T12:00:05Z');
let router: SpecRouter;

beforeEach(async () => {
  now = new Date('2026-11-20T12:00:05Z');
  router = await SpecRouter.start({ clock: () => now });
});

afterEach(() => router.stop());

describe('the clock', () => {
  it('shows UTC until somebody says where the router is', async () => {
    expect(await router.row('/system/clock')).toMatchObject({
      date: '2026-11-20',
      time: '12:00:05',
      'time-zone-name': 'manual',
      'gmt-offset': '+00:00',
      'dst-active': 'false',
    });
  });

  it('goes with the zone, in winter and in summer', async () => {
    await router.given('/system/clock/set time-zone-name=Europe/Riga');
    expect(await router.row('/system/clock')).toMatchObject({
      time: '14:00:05',
      'gmt-offset': '+02:00',
      'dst-active': 'false',
    });
    now = new Date('2026-07-01T22:30:00Z');
    expect(await router.row('/system/clock')).toMatchObject({
      date: '2026-07-02',
      time: '01:30:00',
      'gmt-offset': '+03:00',
      'dst-active': 'true',
    });
  });

  it('can be set, in its own zone, and goes on from there, over a reboot too', async () => {
    await router.given('/system/clock/set time-zone-name=Europe/Riga');
    const before = router.simulator.router.snapshot();
    await router.given('/system/clock/set date=2027-07-01 time=09:30:00');
    now = new Date(now.getTime() + 65_000);
    const set = { date: '2027-07-01', time: '09:31:05', 'gmt-offset': '+03:00' };
    expect(await router.row('/system/clock')).toMatchObject(set);
    expect(router.simulator.router.compare(before)).toEqual([]);
    expect(await router.row('/system/resource')).toMatchObject({ uptime: '1m5s' });
    await router.given('/system/clock/set time=23:00:00');
    expect(await router.row('/system/clock')).toMatchObject({
      date: '2027-07-01',
      time: '23:00:00',
    });
    router.simulator.router.reboot();
    expect(await router.row('/system/clock')).toMatchObject({ time: '23:00:00' });
  });

  it.each(['2026-02-31', 'tomorrow', 'nov/20/2026'])('cannot be set to %s', async (date) => {
    expect(await router.ask(`/system/clock/set date=${date}`)).toContain(
      'invalid value for argument date',
    );
  });

  it('that is set leaves the time of the journal alone', async () => {
    const client = await RawClient.to(router.simulator.port);
    await client.outcome('/system/clock/set', '=date=2030-01-01');
    await client.outcome('/system/identity/print');
    expect(router.simulator.router.journal.entries.at(-1)?.at).toEqual(now);
    client.close();
  });

  it('knows no zone that does not exist', async () => {
    expect(await router.ask('/system/clock/set time-zone-name=Europe/Nowhere')).toBe(
      'input does not match any value of time-zone-name',
    );
  });
});
