import { describe, expect, it } from '@jest/globals';
import { closingLine, countSpecs, type SpecReport } from './count.ts';

const report: SpecReport = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
};

describe('the count', () => {
  it('closes with one line that mentions skipped and unsteady specs only when there are any', () => {
    const count = { passed: 2, failed: 1, skipped: 0 };
    expect(closingLine([count, count])).toBe('4 passed, 2 failed');
    expect(closingLine([count, { ...count, skipped: 3 }])).toBe('4 passed, 2 failed, 3 skipped');
    expect(closingLine([count, { ...count, unsteady: 1 }])).toBe('4 passed, 2 failed, 1 unsteady');
  });

  it('counts a file that broke before its first spec as a failure', () => {
    expect(countSpecs(false, { ...report, numRuntimeErrorTestSuites: 2 }).failed).toBe(2);
  });

  it('counts a run that failed without a failed spec as one failure', () => {
    expect(countSpecs(false, report)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(countSpecs(false, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countSpecs(true, report)).toEqual({ passed: 7, failed: 0, skipped: 0 });
  });
});
