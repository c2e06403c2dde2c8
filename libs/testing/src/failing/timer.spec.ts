import { it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';

leakGuard();

it('passes by itself', () => {
  setInterval(() => undefined, 60_000);
});
