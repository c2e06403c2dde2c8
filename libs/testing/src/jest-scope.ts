import type * as Jest from '@jest/globals';

type Scope = Pick<
  typeof Jest,
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it'
>;

/**
 * Jest's functions, looked up when a spec calls one of ours: the package `@jest/globals` cannot be
 * loaded outside Jest, and tools load this library for its servers.
 */
export function jestScope(): Scope {
  const scope: unknown = globalThis;
  if (isScope(scope)) return scope;
  throw new Error('this function registers hooks or specs and works only in a spec that Jest runs');
}

function isScope(value: unknown): value is Scope {
  return typeof value === 'object' && value !== null && 'beforeAll' in value && 'expect' in value;
}
