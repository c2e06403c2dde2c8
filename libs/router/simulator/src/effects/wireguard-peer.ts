import type { Effect } from './effect.ts';
import { clamped, publicKeyOf } from './wireguard.ts';

/** `auto` draws a key; a private one brings its public one, as the interface's does. */
export const wireguardPeerEffect: Effect = {
  prepare({ values, written }, router) {
    if (values.get('private-key') === 'auto') values.set('private-key', clamped(router.random(32)));
    if (values.get('preshared-key') === 'auto')
      values.set('preshared-key', router.random(32).toString('base64'));
    const own = values.get('private-key');
    if (own !== undefined && own !== 'none' && written.has('private-key'))
      values.set('public-key', publicKeyOf(own));
  },
};
