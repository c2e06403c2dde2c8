import type { Reader } from './reader.ts';

export interface EnvOptions {
  /** One line for whoever fills in the variable. */
  readonly doc: string;
  /** One value for all services may be given under the shared prefix; the service's own wins. */
  readonly shared?: boolean;
}

export interface Field {
  readonly property: string;
  readonly name: string;
  readonly reader: Reader<unknown>;
  readonly options: EnvOptions;
}

export interface Group {
  readonly property: string;
  readonly name: string;
}

interface Declarations {
  readonly fields: Field[];
  readonly groups: Group[];
}

/** A class without constructor arguments: its initializers are the defaults. */
export type ConfigClass<T extends object = object> = new () => T;

// Decorators run before any instance exists, so what they say is kept by prototype.
const declarations = new WeakMap<object, Declarations>();
const prefixes = new WeakMap<object, string>();

const declaredOn = (prototype: object): Declarations => {
  const known = declarations.get(prototype);
  if (known) return known;
  const fresh: Declarations = { fields: [], groups: [] };
  declarations.set(prototype, fresh);
  return fresh;
};

/** The first part of every variable of a service: `FERRULE_IPAM` gives `FERRULE_IPAM_HTTP_PORT`. */
export const EnvPrefix =
  (prefix: string) =>
  (target: ConfigClass): void => {
    prefixes.set(target, prefix);
  };

/**
 * A property that is read from the environment. Its initializer is the default; without one it is
 * required, unless `@IsOptional()` stands beside it.
 */
export const Env =
  <T>(name: string, reader: Reader<T>, options: EnvOptions) =>
  <K extends string>(target: Partial<Record<K, T>>, property: K): void => {
    declaredOn(target).fields.push({ property, name, reader: widened(reader), options });
  };

/** A property that holds settings of its own, made by its initializer; `name` joins their names. */
export const Group =
  (name: string) =>
  <K extends string>(target: Partial<Record<K, object>>, property: K): void => {
    declaredOn(target).groups.push({ property, name });
  };

// A reader writes back only what it read itself, so forgetting the type between the two is safe.
const widened = <T>(reader: Reader<T>): Reader<unknown> => ({
  kind: reader.kind,
  secret: reader.secret,
  read: (given) => reader.read(given),
  write: (value) => reader.write(value as T),
});

export const prefixOf = (target: ConfigClass): string => {
  const prefix = prefixes.get(target);
  if (prefix === undefined) throw new TypeError(`${target.name} has no @EnvPrefix`);
  return prefix;
};

/** With what its base classes declare, those first. */
export const declarationsOf = (instance: object): Declarations => {
  const found: Declarations = { fields: [], groups: [] };
  for (
    let prototype: unknown = Object.getPrototypeOf(instance);
    typeof prototype === 'object' && prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    found.fields.unshift(...(declarations.get(prototype)?.fields ?? []));
    found.groups.unshift(...(declarations.get(prototype)?.groups ?? []));
  }
  return found;
};
