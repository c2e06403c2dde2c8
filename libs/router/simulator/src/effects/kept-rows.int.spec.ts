import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start();
});

afterEach(() => router.stop());

describe('what a router cannot be without', () => {
  it.each(['default', 'default-encryption'])(
    'is its PPP profile %s, which may be changed',
    async (name) => {
      expect(await router.ask(`/ppp/profile/remove numbers=${name}`)).toBe(
        'failure: can not remove default',
      );
      await router.given(`/ppp/profile/set numbers=${name} only-one=yes`);
    },
  );

  it('is no PPP profile that somebody added', async () => {
    await router.given('/ppp/profile/add name=p', '/ppp/profile/remove numbers=p');
  });

  it('is its last user with all rights, who stays, enabled and in the group', async () => {
    const refusal = 'failure: there must be at least one user with full access';
    for (const command of [
      'remove numbers=admin',
      'disable numbers=admin',
      'set numbers=admin group=read',
    ])
      expect(await router.ask(`/user/${command}`)).toBe(refusal);
    await router.given('/user/add name=second group=full password= disabled=yes');
    expect(await router.ask('/user/remove numbers=admin')).toBe(refusal);
    await router.given('/user/enable numbers=second', '/user/remove numbers=admin');
    expect(await router.ask('/user/remove numbers=second')).toBe(refusal);
  });
});
