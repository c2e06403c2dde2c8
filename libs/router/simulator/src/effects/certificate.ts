import { expiresAfter, isExpired } from '../certificate/facts.ts';
import '../certificate/sign.ts';
import '../certificate/transfer.ts';
import type { Effect } from './effect.ts';

export const certificateEffect: Effect = {
  live: {
    expired: (row, router) => String(isExpired(row, router)),
    'expires-after': expiresAfter,
  },
};
