import { describe, expect, it } from '@jest/globals';
import { upcast } from './upcasting.ts';

const upcasters = {
  Moved: [
    (data: object) => ({ ...data, unit: 'm' }),
    (data: object) => ({ ...data, precise: true }),
  ],
};

describe('an event read from the store', () => {
  it('is lifted step by step from the version it was stored in', () => {
    expect(upcast(upcasters, 'Moved', 1, { by: 1 })).toEqual({ by: 1, unit: 'm', precise: true });
    expect(upcast(upcasters, 'Moved', 2, { by: 1 })).toEqual({ by: 1, precise: true });
    expect(upcast(upcasters, 'Moved', 3, { by: 1 })).toEqual({ by: 1 });
    expect(upcast(upcasters, 'Other', 1, { by: 1 })).toEqual({ by: 1 });
  });

  it('of a version that this code does not know yet is refused, not guessed', () => {
    expect(() => upcast(upcasters, 'Moved', 4, {})).toThrow('versions up to 3');
    expect(() => upcast(upcasters, 'Other', 2, {})).toThrow('Other is stored in version 2');
  });
});
