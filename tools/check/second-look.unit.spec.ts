import { describe, expect, it } from '@jest/globals';
import { secondLook } from './second-look.ts';

const file = (name: string, status = 'failed') => ({ name, status });

describe('a second look', () => {
  it('is taken at the few files with real servers that failed', () => {
    const failed = file('/a/order.int.spec.ts');
    expect(secondLook([failed, file('/a/stack.e2e.spec.ts', 'passed')])).toEqual([failed]);
  });

  it('is not taken when a unit spec failed as well', () => {
    expect(secondLook([file('/a/order.int.spec.ts'), file('/a/cidr.unit.spec.ts')])).toEqual([]);
  });

  it('is not taken when many failed', () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => file(`/${name}.int.spec.ts`));
    expect(secondLook(files)).toEqual([]);
    expect(secondLook(files.slice(1))).toHaveLength(3);
  });
});
