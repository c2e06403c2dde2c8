import type { FieldError } from './field-error.ts';

// Deeper than any document here, and far above where recursive readers run out of stack.
const DEEPEST = 32;

export const memberPath = (path: string, key: string): string =>
  path === '' ? key : `${path}.${key}`;
export const itemPath = (path: string, index: number | string): string => `${path}[${index}]`;

// JSON can spell what a Postgres text cannot hold and what UTF-8 cannot carry.
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

// They would reach a prototype, or hide from a check that asks an object for its members.
const isReserved = (key: string): boolean => key in Object.prototype || key === 'prototype';

interface Part {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

const partsOf = ({ value, path, depth }: Part): readonly Part[] => {
  if (typeof value !== 'object' || value === null) return [];
  const at = (inner: unknown, innerPath: string): Part => ({
    value: inner,
    path: innerPath,
    depth: depth + 1,
  });
  return Array.isArray(value)
    ? value.map((item: unknown, index) => at(item, itemPath(path, index)))
    : Object.entries(value).map(([key, member]: [string, unknown]) =>
        at(member, memberPath(path, key)),
      );
};

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** The first thing that no handler should ever see, whatever its class says. */
export const unfitPart = (root: unknown, rootPath = ''): FieldError | undefined => {
  const pending: Part[] = [{ value: root, path: rootPath, depth: 0 }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { value, path, depth } = part;
    const field = path === '' ? 'body' : path;
    if (typeof value === 'string' && !isStorable(value)) {
      return {
        field,
        code: 'INVALID',
        message: `${field} holds a character that cannot be stored (U+0000 or half a pair)`,
      };
    }
    if (depth > DEEPEST) {
      const top = /^[^.[]+/.exec(path)?.[0] ?? 'body';
      return { field: top, code: 'INVALID', message: `${top} is nested too deeply` };
    }
    for (const key of keysOf(value)) {
      if (isReserved(key) || !isStorable(key)) {
        const name = memberPath(path, key.toWellFormed().replaceAll('\0', '\ufffd'));
        return { field: name, code: 'UNKNOWN_FIELD', message: `${name} is not a known field` };
      }
    }
    pending.push(...partsOf(part));
  }
  return undefined;
};
