import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start();
});

afterEach(() => router.stop());

describe('what a router says of itself', () => {
  it('is its version, its board, and a number that no other has', async () => {
    const { 'serial-number': serial, ...board } = await router.row('/system/routerboard');
    expect(board).toMatchObject({ model: 'CCR2116-12G-4S+', 'current-firmware': '7.24' });
    expect(await router.row('/system/package', '?name=routeros')).toMatchObject({
      version: '7.24',
    });
    const other = await SpecRouter.start({ seed: 2 });
    expect((await other.row('/system/routerboard'))['serial-number']).not.toBe(serial);
    await other.stop();
  });

  it('has a loopback interface', async () => {
    expect(await router.row('/interface', '?name=lo')).toMatchObject({
      type: 'loopback',
      mtu: '65536',
      running: 'true',
    });
  });
});
