import type { Source } from './sources.ts';

interface Law {
  readonly applies: (path: string) => boolean;
  readonly pattern: RegExp;
  readonly says: string;
}

const lock = (path: string) => path === 'package-lock.json';
const own = (path: string) => !lock(path) && !path.startsWith('tools/canary/');
const code = (path: string) => /\.(ts|mjs|js)$/u.test(path) && own(path);

// Written with brackets so that this file obeys its own laws.
const laws: readonly Law[] = [
  {
    applies: own,
    pattern: /(?:^|[\s"'`(=:])[/](?:work|root|home[/][a-z][\w-]*|Users[/]\w+)[/]/u,
    says: 'a path of one machine means nothing on another',
  },
  {
    applies: lock,
    pattern: /"resolved": "https?:/u,
    says: 'a registry host in the lock file binds everyone to one mirror: omit-lockfile-registry-resolved is set in .npmrc for that',
  },
  {
    applies: own,
    pattern: /\b(?:TOD[O]|FIXM[E]|XX[X])\b(?!\(\S[^)]{9,}\):)/u,
    says: 'write TOD[O](what must happen first): …, or do it'.replace(/[[\]]/gu, ''),
  },
  {
    applies: code,
    pattern: /eslint-disabl[e](?:-line|-next-line)?(?!.*\s--\s+\S.{9,})(?=[\s*]|$)/u,
    says: 'a disable names its rules and carries its reason: -- because …',
  },
  { applies: own, pattern: /^(?:<{7}|>{7})(?: |$)/u, says: 'a merge was left half done' },
];

const vague = new Set(['common', 'helpers', 'interfaces', 'shared', 'types', 'utils']);
const kebab = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/u;

const namesOf = (path: string): string[] => {
  if (!/^(apps|libs|tools|test)\//u.test(path) || !path.endsWith('.ts')) return [];
  return path.split('/').flatMap((part) => {
    const stem = part.replace(/\.ts$/u, '');
    if (vague.has(stem)) return [`${path}: "${stem}" says nothing: name the thing`];
    return kebab.test(stem) ? [] : [`${path}: "${part}" is not kebab-case`];
  });
};

/** What no file may say, and how none may be called; one line per fault. */
export const hygiene = (files: readonly Source[]): string[] =>
  files.flatMap(({ path, text }) => {
    const applying = laws.filter((law) => law.applies(path));
    const faults = text
      .split('\n')
      .flatMap((line, index) =>
        applying
          .filter((law) => law.pattern.test(line))
          .map((law) => `${path}:${index + 1}: ${law.says}`),
      );
    return [...namesOf(path), ...faults];
  });
