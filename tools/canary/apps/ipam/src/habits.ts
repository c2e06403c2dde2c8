import { describe, it, test } from '@jest/globals';

// planted: @typescript-eslint/no-explicit-any
export const anything = (value: any) => typeof value;

const work = () => Promise.resolve();
// planted: @typescript-eslint/no-floating-promises
work();

export const speak = () => {
  // planted: no-console
  console.log('here');
};

export const describePhase = (phase: 'plan' | 'apply') => {
  // planted: @typescript-eslint/switch-exhaustiveness-check
  switch (phase) {
    case 'plan':
      return 'a plan';
    default:
      return 'something else';
  }
};

// planted: ferrule/no-double-assertion
export const forced = 'text' as unknown as number;

// planted: @typescript-eslint/naming-convention
export interface IPool {
  readonly size: number;
}

export const focused = () => {
  // planted: ferrule/every-spec-runs
  it.only('runs alone', () => undefined);
  // planted: ferrule/every-spec-runs
  describe.only('runs alone', () => undefined);
  // planted: ferrule/every-spec-runs
  test.skip('does not run', () => undefined);
  // planted: ferrule/every-spec-runs
  it.only.each([1])('runs alone', () => undefined);
};
