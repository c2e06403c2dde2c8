import { useGround } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { type Weather, weather } from './storm.ts';

// For minutes rather than seconds: `npm run storms`. One storm again: `npm run storms -- -t 'seed 17'`.
const ground = useGround();
const seeds = Array.from({ length: 20 }, (_, n) => n + 1);
const all: readonly Weather[] = [
  'cut the sender',
  'cut the reader',
  'kill the broker',
  'wipe the broker',
  'kill the database',
  'change the leader',
];

describe('a consumer sees what the database has sealed, in its order', () => {
  it.each(seeds)(
    'with seed %i',
    async (seed) => {
      const after = await weather(ground, { seed, appends: 1_500, weather: all });
      expect(after.sealed).toHaveLength(1_500);
      expect(after.seen).toEqual(after.sealed);
      expect(after.onTheBus).toEqual(after.sealed.map((_event, i) => i + 1));
      expect(after.carriedOut).toEqual(after.ordered);
    },
    180_000,
  );
});
