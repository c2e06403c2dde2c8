import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

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

  it('knows no zone that does not exist', async () => {
    expect(await router.ask('/system/clock/set time-zone-name=Europe/Nowhere')).toBe(
      'input does not match any value of time-zone-name',
    );
  });
});
