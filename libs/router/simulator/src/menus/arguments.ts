import type { Argument, Unique } from '../menu/menu.ts';

export type Arguments = Readonly<Record<string, Argument>>;

/** Arguments that are all alike. */
export const each = (argument: Argument, names: readonly string[]): Arguments =>
  Object.fromEntries(names.map((name) => [name, argument]));

/** The arguments of a profile, as a menu takes them that may also name one: `security.passphrase`. */
export const prefixed = (prefix: string, args: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(args).map(([name, argument]) => [`${prefix}.${name}`, argument]),
  );

/** Nobody published what a router says here; that it refuses is certain, for others refer to these rows by name. */
export const sameName: Unique = { args: ['name'], error: 'failure: already have such name' };
