import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './program.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const closingLine = (counts: readonly Count[]): string => {
  const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
};

/** The part of Jest's report that is counted. */
export interface SpecReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that broke before their first spec. */
  readonly numRuntimeErrorTestSuites: number;
}

/** A run that failed though no spec did (a leak, a crash, no report at all) counts as one failure. */
export const countSpecs = (ok: boolean, report: SpecReport | undefined): Count => {
  const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: !ok && failed === 0 ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
};

const isReport = (value: unknown): value is SpecReport =>
  typeof value === 'object' && value !== null && 'numPassedTests' in value;

export const runSpecs = async (): Promise<Count> => {
  const report = join(root, '.nx/specs.json');
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const { ok } = await run('jest', ['--json', `--outputFile=${report}`], { live: true });
  const parsed: unknown = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  return countSpecs(ok, isReport(parsed) ? parsed : undefined);
};
