import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';

describe('a rejection', () => {
  it('carries a code for machines, a sentence for people and the field that is wrong', () => {
    const rejection = new Rejection('SIZE_INVALID', 'size must be a prefix length such as /24', {
      field: 'size',
    });
    expect(rejection).toBeInstanceOf(Error);
    expect(rejection.code).toBe('SIZE_INVALID');
    expect(rejection.message).toBe('size must be a prefix length such as /24');
    expect(rejection.detail.field).toBe('size');
  });
});
