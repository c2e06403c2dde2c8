import type { Change } from '@ferrule/router-contracts';
import { providedNames, referredNames } from '../menu/names.ts';

const noNames: readonly string[] = [];

const index = (
  changes: readonly Change[],
  namesOf: (change: Change) => Iterable<string>,
): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  for (const [at, change] of changes.entries())
    for (const name of namesOf(change)) {
      const others = found.get(name);
      if (others === undefined) found.set(name, [at]);
      else others.push(at);
    }
  return found;
};

const provided = ({ path, before, after }: Change) => ({
  before: before === null ? noNames : providedNames(path, before),
  after: after === null ? noNames : providedNames(path, after),
});

const referred = ({ path, before, after }: Change) => ({
  before: before === null ? noNames : referredNames(path, before),
  after: after === null ? noNames : referredNames(path, after),
});

const without = (names: readonly string[], others: readonly string[]) =>
  names.filter((name) => !others.includes(name));

/** A place is said by the row that follows it, as things stand when its turn comes: the order holds. */
const previousInMenu = (changes: readonly Change[]): ReadonlyMap<Change, readonly number[]> => {
  const last = new Map<string, number>();
  const previous = new Map<Change, readonly number[]>();
  for (const [at, change] of changes.entries()) {
    if (change.moved === undefined) continue;
    const before = last.get(change.path);
    if (before !== undefined) previous.set(change, [before]);
    last.set(change.path, at);
  }
  return previous;
};

/**
 * How many changes have to be written one after another before each of them: a name is there before
 * somebody refers to it, and nobody refers to it any more when it goes.
 */
export const depthsOf = (changes: readonly Change[]): readonly number[] => {
  const makers = index(changes, (change) => {
    const { before, after } = provided(change);
    return without(after, before);
  });
  const leavers = index(changes, (change) => {
    const { before, after } = referred(change);
    return new Set(without(before, after));
  });
  const neighbours = previousInMenu(changes);
  const waitsFor = (change: Change): readonly number[] => [
    ...referred(change).after.flatMap((name) => makers.get(name) ?? []),
    // Whoever is only renamed takes those along that refer to it.
    ...(change.after === null
      ? provided(change).before.flatMap((name) => leavers.get(name) ?? [])
      : []),
    ...(neighbours.get(change) ?? []),
  ];
  const depths = new Map<number, number>();
  const depthOf = (at: number): number => {
    const known = depths.get(at);
    if (known !== undefined) return known;
    // Whoever waits for itself waits for nobody.
    depths.set(at, 0);
    const change = changes[at];
    const others = change === undefined ? [] : waitsFor(change).filter((other) => other !== at);
    const depth = others.reduce((deepest, other) => Math.max(deepest, depthOf(other) + 1), 0);
    depths.set(at, depth);
    return depth;
  };
  return changes.map((_, at) => depthOf(at));
};
