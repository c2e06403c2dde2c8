import { getMetadataStorage } from 'class-validator';
import { declarationsOf, prefixOf, type ConfigClass } from './env.ts';
import type { Reader } from './reader.ts';

/** The prefix of what all services have in common. */
export const SHARED_PREFIX = 'FERRULE';

/** One setting of a service: where it is read from and where it goes. */
export interface Variable {
  readonly name: string;
  readonly sharedName?: string;
  readonly doc: string;
  readonly reader: Reader<unknown>;
  readonly default: unknown;
  readonly required: boolean;
  /** The object of the configuration, and its property, that take the value. */
  readonly holder: object;
  readonly property: string;
}

const isOptional = (holder: object, property: string): boolean =>
  getMetadataStorage()
    .getTargetValidationMetadatas(holder.constructor, '', false, false)
    .some((rule) => rule.propertyName === property && rule.name === 'isOptional');

/** Every setting below `holder`, an object of the configuration made by its initializers. */
const variablesIn = (holder: object, names: readonly string[]): Variable[] => {
  const { fields, groups } = declarationsOf(holder);
  const own = fields.map(({ property, name, reader, options }): Variable => {
    const initial: unknown = Reflect.get(holder, property);
    return {
      name: [...names, name].join('_'),
      ...(options.shared && { sharedName: [SHARED_PREFIX, ...names.slice(1), name].join('_') }),
      doc: options.doc,
      reader,
      default: initial,
      required: initial === undefined && !isOptional(holder, property),
      holder,
      property,
    };
  });
  const nested = groups.flatMap(({ property, name }) =>
    variablesIn(groupAt(holder, property), [...names, name]),
  );
  return [...own, ...nested];
};

const groupAt = (holder: object, property: string): object => {
  const group: unknown = Reflect.get(holder, property);
  if (typeof group === 'object' && group !== null) return group;
  throw new TypeError(`${holder.constructor.name}.${property} is a group without an initializer`);
};

/** Every object of the configuration that holds settings, itself first. */
export const holdersOf = (config: object): object[] => [
  config,
  ...declarationsOf(config).groups.flatMap(({ property }) => holdersOf(groupAt(config, property))),
];

export const variablesOf = <T extends object>(
  target: ConfigClass<T>,
): { readonly config: T; readonly variables: readonly Variable[] } => {
  const config = new target();
  return { config, variables: variablesIn(config, [prefixOf(target)]) };
};
