import { registerDecorator } from 'class-validator';

/** A setting that means nothing without another one: a user without a password. */
export const GoesWith =
  (other: string) =>
  (target: object, property: string): void => {
    registerDecorator({
      name: 'goesWith',
      target: target.constructor,
      propertyName: property,
      validator: {
        validate: (_, facts) =>
          facts !== undefined && Reflect.get(facts.object, other) !== undefined,
        defaultMessage: () => `${property} needs ${other} beside it`,
      },
    });
  };
