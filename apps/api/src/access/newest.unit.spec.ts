import { expect, it } from '@jest/globals';
import { Newest } from './newest.ts';

it('of many that come, the newest are kept, and one that is put again is new', () => {
  const kept = new Newest<number>(2);
  kept.put('a', 1);
  kept.put('b', 2);
  kept.put('a', 3);
  kept.put('c', 4);
  expect(['a', 'b', 'c'].map((name) => kept.get(name))).toEqual([3, undefined, 4]);
  kept.drop('a');
  kept.put('d', 5);
  expect(['a', 'c', 'd'].map((name) => kept.get(name))).toEqual([undefined, 4, 5]);
});
