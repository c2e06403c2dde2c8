import { describe, expect, it } from '@jest/globals';
import { Trap } from '../menu/trap.ts';
import type { Names, ValueType } from '../menu/value-type.ts';
import { allMenus } from './all.ts';

/** Every name is known, so that only the form of a value is judged. */
const anything: Names = { find: () => ['*1'], nameOf: () => 'x' };

const refers = (type: ValueType): boolean =>
  type.shape === 'reference' || (type.inner ?? []).some(refers);

const defaults = allMenus.flatMap(({ path, args }) =>
  Object.entries(args).flatMap(([name, argument]) =>
    argument.default === undefined || argument.default === '' || refers(argument.type)
      ? []
      : [{ path, name, argument, value: argument.default }],
  ),
);

const parsed = (type: ValueType, value: string, name: string) => {
  try {
    return type.parse(value, name, anything);
  } catch (error) {
    if (error instanceof Trap) return error.message;
    throw error;
  }
};

describe('a table', () => {
  it('has defaults that could have been written, and would then be read the same', () => {
    const wrong = defaults
      .map(({ path, name, argument, value }) => ({
        at: `${path} ${name}=${value}`,
        read: parsed(argument.type, value, name),
        value,
      }))
      .filter(({ read, value }) => read !== value);
    expect(defaults.length).toBeGreaterThan(400);
    expect(wrong).toEqual([]);
  });

  it('ships rows that hold only what it declares', () => {
    const stray = allMenus.flatMap(({ path, rows = [], args, readOnly = {} }) =>
      rows.flatMap((row) =>
        Object.keys(row)
          .filter((name) => name !== 'comment' && name !== 'disabled')
          .filter((name) => !(name in args) && !(name in readOnly))
          .map((name) => `${path} ${name}`),
      ),
    );
    expect(stray).toEqual([]);
  });

  it('ships rows whose values could have been written', () => {
    const wrong = allMenus.flatMap(({ path, rows = [], args }) =>
      rows.flatMap((row) =>
        Object.entries(row).flatMap(([name, value]) => {
          const argument = args[name];
          if (argument === undefined || refers(argument.type)) return [];
          return parsed(argument.type, value, name) === value ? [] : [`${path} ${name}=${value}`];
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('refers only to menus that there are, or that need what no table describes', () => {
    const paths = new Set(allMenus.map(({ path }) => path));
    const spaces = (type: ValueType): readonly string[] => [
      ...(type.spaces ?? []),
      ...(type.inner ?? []).flatMap(spaces),
    ];
    const unknown = new Set(
      allMenus.flatMap(({ args }) => Object.values(args).flatMap(({ type }) => spaces(type))),
    );
    expect([...unknown].filter((space) => !paths.has(space)).sort()).toEqual([
      '/interface/wifi/security/multi-passphrase',
      '/ip/ipsec/key/rsa',
      '/ip/socksify',
    ]);
  });
});
