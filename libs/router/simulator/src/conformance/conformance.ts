import { canBeUnset } from '../menu/catalogue.ts';
import type { Catalogue, CompiledMenu } from '../menu/catalogue.ts';
import type { Argument } from '../menu/menu.ts';
import type { Shape, ValueType } from '../menu/value-type.ts';
import { isClosed, wordsOf, wordsOfType } from './reference.ts';
import type { NamedMenu, Reference, ReferenceArgument, ReferenceMenu } from './reference.ts';

/** `/ip/address: what is wrong` */
export type Finding = string;

/** Of the API, not of the console that the reference was asked through. */
const apiVerbs = new Set(['getall', 'listen', 'find']);

const typesOf = (type: ValueType): readonly ValueType[] => [
  type,
  ...(type.inner ?? []).flatMap(typesOf),
];

const wordsOfArgument = ({ type }: Argument) =>
  new Set(typesOf(type).flatMap(({ values }) => values ?? []));

/** A word of ours that is no word of a router's, and the other way round where its list is closed. */
function* wordFindings(
  argument: Argument,
  reference: ReferenceArgument,
): Generator<string, void, undefined> {
  const shapes = new Set(typesOf(argument.type).map(({ shape }) => shape));
  if (shapes.has('bool') || shapes.has('presence')) return;
  const ours = wordsOfArgument(argument);
  const theirs = wordsOf(reference);
  const knowsTheirs = theirs.size > 0;
  for (const word of ours)
    if (knowsTheirs && !theirs.has(word)) yield `takes ${word}, which a router does not`;
  if (!isClosed(reference)) return;
  if (
    ours.size === 0 &&
    !shapes.has('reference') &&
    !shapes.has('number') &&
    !shapes.has('pattern')
  )
    yield 'takes any word, where a router has a list';
  const offered = new Set(reference.v ?? wordsOfType(reference.t));
  if (ours.size > 0)
    for (const word of wordsOfType(reference.t))
      if (offered.has(word) && !ours.has(word)) yield `refuses ${word}, which a router takes`;
}

/** What a type of theirs can be here. Rates with a unit, `10M`, are patterns. */
const shapesOf: readonly (readonly [theirs: RegExp, ours: readonly Shape[]])[] = [
  [/^num\b/u, ['number', 'numbers', 'pattern']],
  [/^bool\b/u, ['bool', 'enum']],
  [/^switch$/u, ['presence']],
  [/^time\b/u, ['duration']],
  [/^macAddr\b/u, ['mac']],
  [/^(?:ip6?Addr|ip6?Prefix|ipRange)\b/u, ['address']],
  [/^iface_enum\b/u, ['reference']],
  [/^ubit\b/u, ['flags']],
];

const shapeFinding = ({ type }: Argument, { t: theirs }: ReferenceArgument) => {
  const [, allowed] = shapesOf.find(([rule]) => rule.test(theirs ?? '')) ?? [];
  const ours = typesOf(type).map(({ shape }) => shape);
  return allowed === undefined || ours.some((shape) => allowed.includes(shape))
    ? undefined
    : `is ${ours.join(' of ')}, where a router has ${theirs ?? ''}`;
};

const rangeOf = (text: string | undefined) => {
  const [, min, max] = /^num \[(\d*) \.\. (\d*)\]$/u.exec(text ?? '') ?? [];
  return min === undefined || max === undefined
    ? undefined
    : ([Number(min), max === '' ? Infinity : Number(max)] as const);
};

function* argumentFindings(
  argument: Argument,
  reference: ReferenceArgument,
): Generator<string, void, undefined> {
  if ((argument.mandatory === true) !== (reference.m === 1))
    yield argument.mandatory === true
      ? 'is mandatory, and on a router not'
      : 'is mandatory on a router, and not here';
  const shape = shapeFinding(argument, reference);
  if (shape !== undefined) yield shape;
  yield* wordFindings(argument, reference);
  const theirs = rangeOf(reference.t);
  const ours = argument.type.range;
  if (theirs !== undefined && ours !== undefined)
    if (Number(ours[0]) < theirs[0] || Number(ours[1]) > theirs[1])
      yield `takes ${String(ours[0])}..${String(ours[1])}, a router ${theirs[0]}..${theirs[1]}`;
}

function* menuFindings(
  menu: CompiledMenu,
  reference: ReferenceMenu,
): Generator<string, void, undefined> {
  const rowless = menu.kind === 'commands' ? menu.kind : 'singleton';
  const kind = reference.kind === 'other' ? rowless : reference.kind;
  if (menu.kind !== kind) yield `is a ${menu.kind}, on a router a ${reference.kind}`;
  if ((menu.ordered === true) !== (reference.ordered === 1))
    yield menu.ordered === true
      ? 'is ordered, on a router not'
      : 'is not ordered, on a router it is';
  const verbs = new Set([...reference.cmds, ...Object.keys(reference.other ?? {}), ...apiVerbs]);
  for (const verb of menu.verbs)
    if (!verbs.has(verb)) yield `knows ${verb}, which a router does not`;
  for (const [verb, { args }] of Object.entries(menu.actions ?? {})) {
    const theirs = reference.other?.[verb];
    for (const name of theirs === undefined ? [] : Object.keys(args))
      if (!name.startsWith('.') && !theirs?.includes(name))
        yield `${verb} takes ${name}, which a router does not`;
  }
  const unsettable = new Set(reference.unsettable ?? []);
  for (const [name, argument] of menu.args) {
    const theirs = reference.args?.[name];
    if (theirs === undefined) {
      yield `${name} is no argument of a router's`;
      continue;
    }
    for (const finding of argumentFindings(argument, theirs)) yield `${name} ${finding}`;
    // Arguments without a type are those of profiles, written through another menu.
    if (!menu.verbs.has('unset') || unsettable.size === 0 || theirs.t === undefined) continue;
    if (canBeUnset(name, argument) && !unsettable.has(name) && theirs.u !== 1)
      yield `${name} can be unset, on a router not`;
  }
  const properties = new Set([
    ...Object.keys(reference.ro ?? {}),
    ...Object.values(reference.flags ?? {}),
    ...(reference.props ?? []),
  ]);
  for (const name of menu.properties.keys())
    if (!properties.has(name)) yield `${name} is no property of a router's`;
}

/** Everything that the simulator accepts or shows and a router does not, or otherwise. */
export const conformanceFindings = (catalogue: Catalogue, reference: Reference): Finding[] => {
  const findings: Finding[] = [];
  for (const [path, menu] of catalogue.menus) {
    const theirs = reference[path];
    if (theirs === undefined) findings.push(`${path}: no such menu on a router`);
    else for (const finding of menuFindings(menu, theirs)) findings.push(`${path}: ${finding}`);
  }
  return findings;
};

/** The same for a version of which only names are known. */
export const versionFindings = (
  catalogue: Catalogue,
  reference: Readonly<Record<string, NamedMenu>>,
): Finding[] => {
  const findings: Finding[] = [];
  for (const [path, menu] of catalogue.menus) {
    const theirs = reference[path];
    if (theirs === undefined) {
      findings.push(`${path}: no such menu in ${catalogue.version}`);
      continue;
    }
    const verbs = new Set([...theirs.cmds, ...apiVerbs]);
    for (const verb of menu.verbs)
      if (!verbs.has(verb)) findings.push(`${path}: no ${verb} in ${catalogue.version}`);
    const names = new Set([...(theirs.add ?? []), ...(theirs.set ?? [])]);
    for (const name of menu.args.keys())
      if (!names.has(name)) findings.push(`${path}: no ${name} in ${catalogue.version}`);
    for (const name of names)
      if (name !== 'place-before' && !menu.args.has(name))
        findings.push(`${path}: ${name} of ${catalogue.version} is missing`);
  }
  return findings;
};

export interface Coverage {
  readonly menus: readonly [covered: number, all: number];
  readonly args: readonly [covered: number, all: number];
  readonly missing: readonly string[];
}

const settable = ({ args = {} }: ReferenceMenu) =>
  Object.keys(args).filter((name) => name !== 'place-before');

/** How much of what a router has is there; of `paths` only, where they are given. */
export const coverageOf = (
  catalogue: Catalogue,
  reference: Reference,
  paths: readonly string[] = Object.keys(reference),
): Coverage => {
  const missing: string[] = [];
  let menus = 0;
  let [args, allArgs] = [0, 0];
  for (const path of paths) {
    const theirs = reference[path];
    const ours = catalogue.menus.get(path);
    if (ours === undefined) missing.push(path);
    else menus += 1;
    for (const name of theirs === undefined ? [] : settable(theirs)) {
      allArgs += 1;
      if (ours?.args.has(name) === true) args += 1;
      else if (ours !== undefined) missing.push(`${path} ${name}`);
    }
  }
  return { menus: [menus, paths.length], args: [args, allArgs], missing };
};
