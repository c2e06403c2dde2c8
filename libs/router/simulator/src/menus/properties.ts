import type { Property } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { wordsOf } from './word-lists.ts';

type Properties = Readonly<Record<string, Property>>;

const all = (property: Property, names: string): Properties =>
  Object.fromEntries(wordsOf(names).map((name) => [name, property]));

/** Shown once there is a value. */
export const computed = (names: string) => all(t.computed(), names);

export const counters = (names: string) => all(t.computed('0'), names);

export const states = (names: string) => all(t.state(), names);

export const statesWhenTrue = (names: string) => all(t.stateWhenTrue(), names);
