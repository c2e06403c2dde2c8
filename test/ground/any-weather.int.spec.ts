import { useGround } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { type Storm, weather } from './storm.ts';

const ground = useGround();
const seed = Date.now() % 1_000_000;

const storms: readonly (readonly [string, Storm])[] = [
  ['cables are cut', { seed, appends: 1_000, weather: ['cut the sender', 'cut the reader'] }],
  [
    'servers die and leaders change',
    {
      seed,
      appends: 1_000,
      weather: ['cut the sender', 'kill the broker', 'kill the database', 'change the leader'],
    },
  ],
];

describe(`whatever happens (seed ${seed})`, () => {
  it.each(storms)(
    'a consumer sees what the database has sealed, in its order, while %s',
    async (_, storm) => {
      const after = await weather(ground, storm);
      expect(after.struck).toBeGreaterThan(3);
      expect(after.sealed).toHaveLength(storm.appends);
      expect(after.seen).toEqual(after.sealed);
      expect(after.onTheBus).toEqual(after.sealed.map((_event, i) => i + 1));
      expect(after.carriedOut).toEqual(after.ordered);
    },
    90_000,
  );
});
