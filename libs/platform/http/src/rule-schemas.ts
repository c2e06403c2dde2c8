import 'reflect-metadata';
import {
  ruledProperties,
  rulesOf,
  type Constructor,
  type RuledProperty,
} from '@ferrule/validation';
import { ApiProperty } from '@nestjs/swagger';

const isConstructor = (value: unknown): value is Constructor => typeof value === 'function';

const describeProperty = (
  target: Constructor,
  { name, required, isList, schema, listSchema, member, note }: RuledProperty,
): void => {
  const declared: unknown = Reflect.getMetadata(
    'swagger/apiModelProperties',
    target.prototype as object,
    name,
  );
  const options = {
    required,
    isArray: isList,
    ...listSchema,
    ...(member ? { type: () => member } : schema),
    ...note,
    // What the class says of itself by @ApiProperty knows better.
    ...(typeof declared === 'object' ? declared : {}),
  };
  ApiProperty(options)(target.prototype as object, name);
};

/** The classes of its members, which are described with it. */
const described = new WeakMap<object, readonly Constructor[]>();

/**
 * Tells the OpenAPI generator of a class what its validation rules say, so that the document and
 * the check are one text and contracts need know nothing of OpenAPI. Gives the class and those that
 * it is made of.
 */
export const describeClass = (target: Constructor): readonly Constructor[] => {
  const known = described.get(target);
  if (known) return known;
  described.set(target, [target]);
  const members = ruledProperties(target).flatMap((property) => {
    describeProperty(target, property);
    return property.member ? describeClass(property.member) : [];
  });
  const all = [target, ...members];
  described.set(target, all);
  return all;
};

/** The classes that a controller's handlers take. */
export const inputClassesOf = (controller: unknown): readonly Constructor[] => {
  if (!isConstructor(controller)) return [];
  const prototype = controller.prototype as object;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    const types: unknown = Reflect.getMetadata('design:paramtypes', prototype, method);
    return Array.isArray(types)
      ? (types as readonly unknown[])
          .filter(isConstructor)
          .filter((type) => rulesOf(type).length > 0)
      : [];
  });
};
