import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Trap } from './menu/trap.ts';
import type { ValueType } from './menu/value-type.ts';
import { profileNames, isProfileName } from './profile/profile.ts';
import { Box } from './box.ts';
import { boardOf } from './profile/boards.ts';
import { profileOf } from './profile/profile.ts';
import { loadState, saveState } from './state/saved-state.ts';

const oddities = [
  '',
  '*1',
  '*0',
  'none',
  '!',
  '!10.0.0.1',
  '10.0.0.1/24',
  '10.0.0.1-10.0.0.9',
  'fd00::1/64',
  '::',
  '1',
  '4095',
  '-1',
  '99999999999999999999',
  '1w2d3h',
  '00:00:10',
  'yes',
  'a,b,,c',
  'ether1',
  'ether1,ether1',
  '__proto__',
  'constructor',
  '\u0000',
  'Дом',
  '48:A9:8A:00:00:01',
];

const valuesOf = (type: ValueType): string[] => [
  ...(type.values ?? []),
  ...(type.range ?? []).map(String),
  ...(type.inner ?? []).flatMap(valuesOf),
];

const routerOf = (profile: string) => {
  if (!isProfileName(profile)) throw new Error(profile);
  return new Box(profileOf(profile, boardOf('CHR')), {});
};

describe.each(profileNames)('a router of %s', (profile) => {
  it('answers or refuses whatever it is told, and what it then holds can be saved and loaded', async () => {
    const router = routerOf(profile);
    const menus = [...router.router.catalogue.menus.values()];
    const command = fc.constantFrom(...menus).chain((menu) => {
      const names = [...menu.args.keys(), 'comment', 'disabled', 'nonsense', '__proto__'];
      const argument = fc.constantFrom(...names).chain((name) => {
        const type = menu.args.get(name)?.type;
        const known = type === undefined ? [] : valuesOf(type);
        return fc.constantFrom(...known, ...known, ...oddities).map((value) => `=${name}=${value}`);
      });
      const mandatory = fc.tuple(
        ...menu.mandatory.map((name) => {
          const type = menu.args.get(name)?.type;
          const known = type === undefined ? [] : valuesOf(type);
          return fc
            .constantFrom(...known, ...known, ...oddities)
            .map((value) => `=${name}=${value}`);
        }),
      );
      const target = fc.constantFrom(
        '=.id=*1',
        '=.id=*2',
        '=numbers=*3,*4',
        '=.id=ether1',
        '=.id=',
      );
      const query = fc.constantFrom(
        '?name',
        '?#!',
        '?#|',
        '?disabled=false',
        '?>mtu=3',
        '?#9',
        '?',
        '?#x',
      );
      return fc
        .tuple(
          fc.constantFrom(...menu.verbs, 'add', 'add', 'add', 'nonsense'),
          mandatory,
          fc.array(argument, { maxLength: 3 }),
          fc.array(target, { maxLength: 1 }),
          fc.array(query, { maxLength: 2 }),
        )
        .map(([verb, must, args, targets, queries]) => [
          `${menu.path}/${verb}`,
          ...must,
          ...(verb === 'add' ? [] : targets),
          ...args,
          ...queries,
        ]);
    });
    // The making of a key of 8192 bits is not endless, and seems so.
    const endless = /\/(?:listen|monitor\S*|sign)$/u;
    await fc.assert(
      fc.asyncProperty(command, async (words) => {
        fc.pre(!endless.test(words[0] ?? ''));
        try {
          await router.run(words);
        } catch (error) {
          expect(error).toBeInstanceOf(Trap);
          expect((error as Trap).message).not.toBe('');
        }
      }),
      { numRuns: 4000 },
    );
    router.reboot(); // What has only a time to live is not saved.
    const before = router.snapshot();
    const saved: unknown = JSON.parse(JSON.stringify(router.dump()));
    const fresh = routerOf(profile);
    loadState(fresh.router, saved);
    expect(fresh.compare(before)).toEqual([]);
    expect(saveState(fresh.router)).toEqual(saved);
  });
});
