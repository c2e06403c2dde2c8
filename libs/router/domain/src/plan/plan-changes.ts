import type { Plan, RouterFailure } from '@ferrule/router-contracts';
import type { Resource } from '../resource.ts';
import type { Dialogue } from '../stage/dialogue.ts';

export type Planned = { readonly plan: Plan } | { readonly failure: RouterFailure };

/**
 * What turns the router's rows that carry the tag into the wanted ones; those of them that nobody
 * wants any more go. Only reads. A plan without stages: everything is as wanted.
 */
export function* planChanges(_tag: string, _wanted: readonly Resource[]): Dialogue<Planned> {
  throw new Error('not yet');
}

/** What removes every row that carries the tag, and of `known` those whose menus have no comments. */
export function* planRemoval(_tag: string, _known: readonly Resource[] = []): Dialogue<Planned> {
  throw new Error('not yet');
}
