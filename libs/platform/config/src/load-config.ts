import { readFileSync } from 'node:fs';
import { getMetadataStorage, validateSync } from 'class-validator';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { prefixOf, type ConfigClass } from './env.ts';
import { Unreadable } from './reader.ts';
import { Secret } from './secret.ts';
import { unknownVariables } from './unknown-variables.ts';
import { holdersOf, variablesOf, type Variable } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface LoadOptions {
  /** Told of a variable that looks like a slip but may be another service's. */
  readonly warn?: (message: string) => void;
}

/** Reads the file that a secret was put in, as container platforms do; one final newline is theirs. */
const secretFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    // Only the error's code: whoever writes the secret itself here would see it in the message.
    const code = cause !== null && typeof cause === 'object' && 'code' in cause ? cause.code : '?';
    throw new Unreadable(`must name a readable file (${String(code)})`);
  }
};

interface Source {
  readonly name: string;
  read(): string;
}

/** Where a variable's text comes from. An empty one counts as not given: so it is in `.env` files. */
const sourceOf = (variable: Variable, env: Environment): Source | undefined => {
  for (const name of [variable.name, variable.sharedName]) {
    if (name === undefined) continue;
    const value = env[name];
    const path = variable.reader.secret ? env[`${name}_FILE`] : undefined;
    if (value && path) {
      const rule = `must not be given together with ${name}_FILE`;
      return {
        name,
        read: () => {
          throw new Unreadable(rule);
        },
      };
    }
    if (value) return { name, read: () => value };
    if (path) return { name: `${name}_FILE`, read: () => secretFile(path) };
  }
  return undefined;
};

const assign = (variable: Variable, env: Environment): ConfigProblem | undefined => {
  const source = sourceOf(variable, env);
  if (source === undefined) {
    return variable.required
      ? { variable: variable.name, rule: `is required (${variable.doc})` }
      : undefined;
  }
  try {
    Reflect.set(variable.holder, variable.property, variable.reader.read(source.read()));
    return undefined;
  } catch (error) {
    if (error instanceof Unreadable) return { variable: source.name, rule: error.message };
    throw error;
  }
};

// A rule's own wording could quote the value; the wordings that come with class-validator do not.
const quotesValue = (holder: object, property: string, message: string): boolean => {
  const value: unknown = Reflect.get(holder, property);
  const given = value instanceof Secret ? value.reveal() : String(value);
  // A short one is in many an honest sentence: 5 in "must not be less than 50".
  if (given.length > 3 && message.includes(given)) return true;
  return getMetadataStorage()
    .getTargetValidationMetadatas(holder.constructor, '', false, false)
    .filter((rule) => rule.propertyName === property)
    .map((rule): unknown => rule.message)
    .some(
      (own) => typeof own === 'function' || (typeof own === 'string' && own.includes('$value')),
    );
};

/** What class-validator has against what was read, in the names of the variables. */
const brokenRules = (variables: readonly Variable[], config: object): ConfigProblem[] =>
  holdersOf(config).flatMap((holder) =>
    validateSync(holder, {
      forbidUnknownValues: false,
      validationError: { target: false, value: false },
    }).flatMap(({ property, constraints = {} }) => {
      const variable = variables.find((one) => one.holder === holder && one.property === property);
      if (!variable) return [];
      return Object.entries(constraints).map(([rule, message]) => ({
        variable: variable.name,
        rule: quotesValue(holder, property, message)
          ? `breaks the rule ${rule}`
          : message.replace(`${property} `, ''),
      }));
    }),
  );

const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
};

/**
 * Reads, checks and freezes a service's settings. Everything that is wrong comes in one
 * `ConfigError`, which names variables and rules and contains no value.
 */
export const loadConfig = <T extends object>(
  target: ConfigClass<T>,
  env: Environment,
  { warn }: LoadOptions = {},
): Readonly<T> => {
  const { config, variables } = variablesOf(target);
  const unread = variables.flatMap((variable) => {
    const problem = assign(variable, env);
    return problem ? [{ problem, variable }] : [];
  });
  // What could not be read still holds its default, about which there is nothing more to say.
  const read = variables.filter((one) => !unread.some(({ variable }) => variable === one));
  const given = Object.keys(env).filter((name) => env[name] !== undefined);
  const unknown = unknownVariables(given, prefixOf(target), variables);
  const problems = [
    ...unread.map(({ problem }) => problem),
    ...brokenRules(read, config),
    ...unknown.wrong,
  ];
  if (problems.length > 0) throw new ConfigError(target.name, problems);
  if (warn) unknown.suspicious.forEach(warn);
  freeze(config);
  return config;
};
