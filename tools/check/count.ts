import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root, run } from './program.ts';
import { secondLook } from './second-look.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Files that failed beside others and passed by themselves. */
  readonly unsteady?: number;
}

export const closingLine = (counts: readonly Count[]): string => {
  const sum = (key: keyof Count) => counts.reduce((total, count) => total + (count[key] ?? 0), 0);
  const ifAny = (key: 'skipped' | 'unsteady') => (sum(key) > 0 ? `, ${sum(key)} ${key}` : '');
  return `${sum('passed')} passed, ${sum('failed')} failed${ifAny('skipped')}${ifAny('unsteady')}`;
};

/** The part of Jest's report that is counted. */
export interface SpecReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that broke before their first spec. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
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

const runJest = async (...args: readonly string[]) => {
  const file = join(root, '.nx/specs.json');
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const { ok } = await run('jest', ['--json', `--outputFile=${file}`, ...args], { live: true });
  const parsed: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { ok, report: isReport(parsed) ? parsed : undefined };
};

export const runSpecs = async (): Promise<Count> => {
  const { ok, report } = await runJest();
  const count = countSpecs(ok, report);
  const files = secondLook(report?.testResults ?? []).map(({ name }) => relative(root, name));
  if (files.length === 0) return count;
  console.log(`\nOnce more, with nothing beside it:\n  ${files.join('\n  ')}\n`);
  const again = await runJest('--runInBand', '--runTestsByPath', ...files);
  if (!again.ok) return count;
  console.log(`\nUNSTEADY, failed above and passed by itself:\n  ${files.join('\n  ')}\n`);
  return { ...count, passed: count.passed + count.failed, failed: 0, unsteady: files.length };
};
