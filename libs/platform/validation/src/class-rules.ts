import 'reflect-metadata';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { itemPath, memberPath } from './plain-json.ts';
import type { FieldError } from './field-error.ts';

type ValidationMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

/** One class-validator decorator on a property. */
export interface Rule {
  readonly property: string;
  readonly name: string | undefined;
  readonly isNested: boolean;
  /** Undefined where a rule has options and none of them is this one. */
  readonly each: boolean | undefined;
  readonly constraints: readonly unknown[];
}

/** A rule that answers later would be passed over in silence, because documents are read at once. */
const refuseLateRule = (rule: ValidationMetadata, target: { readonly name: string }): void => {
  const constraint = rule.constraintCls as typeof rule.constraintCls | undefined;
  if (constraint === undefined) return;
  if (
    getMetadataStorage()
      .getTargetValidatorConstraints(constraint)
      .some(({ async }) => async)
  ) {
    throw new TypeError(`the rule of ${target.name}.${rule.propertyName} must not be asynchronous`);
  }
};

type Target = Parameters<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[0];

const findRules = (target: Target): readonly Rule[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(target, '', false, false)
    .map((rule) => {
      refuseLateRule(rule, target);
      return {
        property: rule.propertyName,
        name: rule.name,
        isNested: rule.type === ValidationTypes.NESTED_VALIDATION,
        each: rule.each,
        constraints: (rule.constraints as readonly unknown[] | undefined) ?? [],
      };
    });

// To find them class-validator looks through all classes that there are; a class has its rules for good.
const found = new WeakMap<Target, readonly Rule[]>();

export const rulesOf = (target: unknown): readonly Rule[] => {
  if (typeof target !== 'function') return [];
  const known = found.get(target);
  if (known !== undefined) return known;
  const rules = findRules(target);
  found.set(target, rules);
  return rules;
};

/** The constructor that the compiler noted for a property; undefined where it saw no one class. */
export const designTypeOf = (prototype: object, property: string): unknown =>
  Reflect.getMetadata('design:type', prototype, property);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const expectsList = (instance: object, rule: Rule): boolean | undefined => {
  const type = designTypeOf(instance, rule.property);
  if (type === Array) return true;
  return rule.each === true ? true : type === undefined || type === Object ? undefined : false;
};

/**
 * What class-validator lets pass: a list where one nested object belongs, one object where a list
 * belongs, and `null` for an optional field, which is made absent so that its type stays honest.
 */
export const settleShape = (instance: object, path = ''): FieldError[] => {
  const rules = rulesOf(instance.constructor);
  for (const { property, name } of rules) {
    if (name === 'isOptional' && Reflect.get(instance, property) === null) {
      Reflect.deleteProperty(instance, property);
    }
  }
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const value: unknown = Reflect.get(instance, rule.property);
    if (!rule.isNested || seen.has(rule.property) || !isObject(value)) return [];
    seen.add(rule.property);
    const field = memberPath(path, rule.property);
    const list = expectsList(instance, rule);
    if (list !== undefined && list !== Array.isArray(value)) {
      const message = `${field} must be ${list ? 'a list' : 'an object'}`;
      return [{ field, code: 'WRONG_TYPE', message }];
    }
    if (!Array.isArray(value)) return settleShape(value, field);
    return value.flatMap((item: unknown, index): FieldError[] => {
      const at = itemPath(field, index);
      if (Array.isArray(item)) {
        return [{ field: at, code: 'WRONG_TYPE', message: `${at} must be an object` }];
      }
      return isObject(item) ? settleShape(item, at) : [];
    });
  });
};
