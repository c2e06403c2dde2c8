import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';

export const arp: Arguments = {
  arp: t.enum(['disabled', 'enabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'], {
    default: 'enabled',
  }),
  'arp-timeout': t.words(['auto'], t.duration(), { default: 'auto' }),
};

export const loopProtect: Arguments = {
  'loop-protect': t.enum(['default', 'off', 'on'], { default: 'default' }),
  'loop-protect-disable-time': t.duration(undefined, { default: '5m' }),
  'loop-protect-send-interval': t.duration([1, 4_294_967_295], { default: '5s' }),
};
