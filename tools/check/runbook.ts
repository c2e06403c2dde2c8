import type { Source } from './sources.ts';

/** Where nothing is answered from: what plays a router, what tests, and what only asks. */
const ELSEWHERE =
  /\/(simulator|testing|dev-stack|cli|router-simulator|migrations)\/|\.spec\.ts$|\/spec-[^/]+$|[./]config\.ts$/u;
const SOURCES = /^(apps|libs)\/.*\.ts$/u;

/** Words in capitals that are no codes of failures: states, streams, buckets and variables. */
const OTHERS =
  /^(IN_PROGRESS|NEEDS_OPERATOR|ROLLING_BACK|CMD_\w+|FERRULE_\w+|ROUTER_(LEASES|STOPS|DIRECTORY)|CONNECT_ROUTER)$/u;

const CODE = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'|^ +([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+): \d{3},$/gmu;

/** Every code that a service can answer, with the files that name it. */
export const codesIn = (files: readonly Source[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { path, text } of files) {
    if (!SOURCES.test(path) || ELSEWHERE.test(path)) continue;
    for (const [, quoted, listed] of text.matchAll(CODE)) {
      const code = quoted ?? listed ?? '';
      if (!OTHERS.test(code)) found.set(code, [...(found.get(code) ?? []), path]);
    }
  }
  return found;
};

/** What the runbook tells of: by a heading of its own, or in the first cell of a table. */
export const explainedIn = (runbook: string): ReadonlySet<string> =>
  new Set([
    ...[...runbook.matchAll(/^### ([A-Z0-9_]+)$/gmu)].map(([, code = '']) => code),
    ...[...runbook.matchAll(/^\| (`[^|]*) \|/gmu)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z0-9_]+)`/gu)].map(([, code = '']) => code),
    ),
  ]);
