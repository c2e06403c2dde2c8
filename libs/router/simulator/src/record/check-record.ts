import {
  readReference,
  readReferenceByVersion,
  type Reference,
  type ReferenceByVersion,
} from '../conformance/reference.ts';
import type { CommandShape } from './command-record.ts';

export interface References {
  readonly newest: Reference;
  readonly byVersion: ReferenceByVersion;
}

/** What one version knows of one menu. */
interface KnownMenu {
  readonly verbs: ReadonlySet<string>;
  readonly add: ReadonlySet<string>;
  readonly set: ReadonlySet<string>;
  readonly mandatory: readonly string[];
  /** Arguments of verbs beyond the common ones. */
  readonly other: Readonly<Record<string, readonly string[]>>;
}

/** Of the API itself: no menu lists them. */
const API_VERBS = ['getall', 'listen'];
const API_COMMANDS = new Set(['/login', '/cancel', '/quit']);
const NAMING = ['.id', 'numbers', '.proplist'];

/** What the common verbs take beside the arguments of the menu. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  print: [...NAMING, 'count-only', 'detail', 'stats', 'without-paging'],
  getall: [...NAMING, 'count-only', 'detail', 'stats'],
  listen: NAMING,
  remove: NAMING,
  enable: NAMING,
  disable: NAMING,
  comment: [...NAMING, 'comment'],
  unset: [...NAMING, 'value-name'],
  get: [...NAMING, 'value-name'],
  move: [...NAMING, 'destination'],
  add: ['place-before', 'copy-from'],
  set: NAMING,
};

const ofNewest = (reference: Reference, path: string): KnownMenu | undefined => {
  const menu = reference[path];
  if (menu === undefined) return undefined;
  const args = Object.entries(menu.args ?? {});
  const names = new Set(args.map(([name]) => name));
  return {
    verbs: new Set([...menu.cmds, ...Object.keys(menu.other ?? {}), ...API_VERBS]),
    add: names,
    set: names,
    mandatory: args.filter(([, { m }]) => m === 1).map(([name]) => name),
    other: menu.other ?? {},
  };
};

const ofVersion = (
  { byVersion }: References,
  profile: string,
  path: string,
): KnownMenu | undefined => {
  const [, menus] =
    Object.entries(byVersion).find(([full]) => full.startsWith(`${profile}.`)) ?? [];
  const menu = menus?.[path];
  if (menu === undefined) return undefined;
  const add = new Set(menu.add ?? []);
  return {
    verbs: new Set([...menu.cmds, ...API_VERBS]),
    add,
    set: new Set(menu.set ?? menu.add ?? []),
    mandatory: [],
    other: {},
  };
};

const findings = (shape: CommandShape, references: References): readonly string[] => {
  const { profile, command, names } = shape;
  if (API_COMMANDS.has(command)) return [];
  const cut = command.lastIndexOf('/');
  const [path, verb] = [command.slice(0, cut), command.slice(cut + 1)];
  const known =
    profile === '7.24' ? ofNewest(references.newest, path) : ofVersion(references, profile, path);
  if (known === undefined) return [`no such menu: ${path}`];
  if (!known.verbs.has(verb)) return [`no ${verb} in ${path}`];
  const own = verb === 'add' ? known.add : verb === 'set' ? known.set : new Set(known.other[verb]);
  const beside = BESIDE[verb] ?? [];
  // Of other verbs older versions told the names of no argument.
  const isKnown = (name: string): boolean =>
    own.has(name.replace(/^!/u, '')) ||
    beside.includes(name) ||
    (BESIDE[verb] === undefined && known.other[verb] === undefined);
  return [
    ...names.filter((name) => !isKnown(name)).map((name) => `${command} takes no ${name}`),
    ...(verb === 'add' ? known.mandatory : [])
      .filter((name) => !names.includes(name))
      .map((name) => `${command} needs ${name}`),
  ];
};

/** Everything in the record that a router of that version would not have understood. */
export const checkRecord = (
  shapes: readonly CommandShape[],
  references: References,
): readonly string[] => [
  ...new Set(
    shapes.flatMap((shape) =>
      findings(shape, references).map((finding) => `${shape.profile}: ${finding}`),
    ),
  ),
];

export const readReferences = (directory: string): References => ({
  newest: readReference(directory),
  byVersion: readReferenceByVersion(directory),
});
