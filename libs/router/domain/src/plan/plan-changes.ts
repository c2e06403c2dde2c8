import type { Attributes, Plan, RouterFailure } from '@ferrule/router-contracts';
import type { Dialect } from '../dialect.ts';
import { printSimilar, printTagged, printWhole } from '../menu/lookup.ts';
import { hasOwners, isRules } from '../menu/menu-facts.ts';
import { menuFacts, menusOf } from '../menu/menus.ts';
import { keyOf } from '../menu/row.ts';
import { phaseOf } from '../phase.ts';
import type { Resource } from '../resource.ts';
import type { RouterCommand } from '../router-driver.ts';
import type { Dialogue } from '../stage/dialogue.ts';
import { notOnThisRouter, ownedByOthers } from '../stage/failure.ts';
import { readRows } from '../stage/read-rows.ts';
import { matchRows, type Live, type Match, type Matching } from './match.ts';
import { pathsInOrder, planMatching } from './plan.ts';

export type Planned = { readonly plan: Plan } | { readonly failure: RouterFailure };

interface Question {
  readonly path: string;
  readonly command: RouterCommand;
}

/** Everything that carries the tag, wherever that may be, and what has no owner and is wanted. */
const questions = (
  tag: string,
  wanted: readonly Resource[],
  dialect: Dialect,
): readonly Question[] => [
  ...menusOf(dialect)
    .filter(hasOwners)
    .map((menu) => ({ path: menu.path, command: printTagged(menu, tag) })),
  ...wanted.flatMap(({ path, attributes }) => {
    const menu = menuFacts(path);
    return hasOwners(menu) ? [] : [{ path, command: printSimilar(menu, attributes) }];
  }),
];

function* readLive(
  asked: readonly Question[],
): Dialogue<{ readonly live: Live } | { readonly failure: RouterFailure }> {
  const read = yield* readRows(asked.map(({ command }) => command));
  if ('failure' in read) return read;
  const live = new Map<string, Map<string, Attributes>>();
  for (const [at, { path }] of asked.entries()) {
    const rows = live.get(path) ?? new Map<string, Attributes>();
    live.set(path, rows);
    for (const row of read.found[at] ?? []) rows.set(row['.id'] ?? '', row);
  }
  return { live: new Map([...live].map(([path, rows]) => [path, [...rows.values()]])) };
}

/** Rows that will be made, or will have another key: somebody else may have it. */
const isNewKey = ({ menu, row, resource }: Match): boolean =>
  hasOwners(menu) &&
  !isRules(menu) &&
  (row === null || keyOf(menu, row) !== keyOf(menu, resource.attributes));

/** Why the wanted row cannot be had, whatever is written; `similar` are the rows that may have its key. */
const obstacleTo = (
  { menu, row, resource: { attributes } }: Match,
  similar: readonly Attributes[],
): RouterFailure | null => {
  if (menu.kind !== 'list') return row === null ? notOnThisRouter(menu, attributes) : null;
  const owner = similar.find(
    (other) => other['.id'] !== row?.['.id'] && keyOf(menu, other) === keyOf(menu, attributes),
  );
  return owner === undefined ? null : ownedByOthers(menu, attributes, owner['comment']);
};

function* planMatched(matching: Matching): Dialogue<Planned> {
  const newKeys = matching.matches.filter(isNewKey);
  const inOrder = pathsInOrder(matching);
  const read = yield* readRows([
    ...newKeys.map(({ menu, resource }) => printSimilar(menu, resource.attributes)),
    ...inOrder.map((path) => printWhole(menuFacts(path))),
  ]);
  if ('failure' in read) return read;
  const similar = new Map(newKeys.map((match, at) => [match, read.found[at] ?? []]));
  const orders = new Map(inOrder.map((path, at) => [path, read.found[newKeys.length + at] ?? []]));
  const warnings: string[] = [];
  const matches: Match[] = [];
  for (const match of matching.matches) {
    const obstacle = obstacleTo(match, similar.get(match) ?? []);
    if (obstacle === null) matches.push(match);
    else if (match.resource.critical) return { failure: obstacle };
    else warnings.push(obstacle.message);
  }
  return { plan: planMatching({ ...matching, matches }, orders, warnings) };
}

/**
 * What turns the router's rows that carry the tag into the wanted ones; those of them that nobody
 * wants any more go. Only reads, and never a menu as a whole unless places in it are at stake. A
 * plan without stages: everything is as wanted.
 */
export function* planChanges(
  tag: string,
  wanted: readonly Resource[],
  dialect: Dialect,
): Dialogue<Planned> {
  for (const { path } of wanted) phaseOf(path);
  const read = yield* readLive(questions(tag, wanted, dialect));
  if ('failure' in read) return read;
  return yield* planMatched(matchRows(wanted, read.live));
}

/**
 * What removes every row that carries the tag, and of `known` those whose menus have no owners.
 * Settings stay as they are: nobody knows what they were before.
 */
export function* planRemoval(
  tag: string,
  dialect: Dialect,
  known: readonly Resource[] = [],
): Dialogue<Planned> {
  const ownerless = known.filter(({ path }) => {
    const menu = menuFacts(path);
    return menu.kind === 'list' && !hasOwners(menu);
  });
  const read = yield* readLive(questions(tag, ownerless, dialect));
  if ('failure' in read) return read;
  const { matches } = matchRows(ownerless, read.live);
  const { strays } = matchRows([], read.live);
  const unowned = matches.flatMap(({ menu, row }) => (row === null ? [] : [{ menu, row }]));
  return yield* planMatched({ matches: [], strays: [...strays, ...unowned] });
}
