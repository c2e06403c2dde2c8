import { describe, expect, it } from '@jest/globals';
import { compileCatalogue } from '../menu/catalogue.ts';
import { menu } from '../menu/menu.ts';
import type { MenuRules } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { conformanceFindings, coverageOf, versionFindings } from './conformance.ts';
import type { Reference } from './reference.ts';

const reference: Reference = {
  '/ip/thing': {
    kind: 'list',
    cmds: [
      'add',
      'set',
      'remove',
      'print',
      'get',
      'export',
      'comment',
      'enable',
      'disable',
      'sign',
    ],
    other: { sign: ['numbers', 'ca'] },
    args: {
      name: { t: 'string', m: 1 },
      mode: { t: 'enum (slow | fast)', v: ['fast', 'slow'] },
      size: { t: 'num [1 .. 99]' },
      comment: {},
      disabled: {},
    },
    ro: { state: 'string' },
  },
};

const right: MenuRules = {
  kind: 'list',
  lacks: { unset: {} },
  args: {
    name: t.string({ mandatory: true }),
    mode: t.enum(['slow', 'fast']),
    size: t.int([1, 99]),
  },
  readOnly: { state: t.computed() },
};

const catalogueOf = (rules: MenuRules, path = '/ip/thing') =>
  compileCatalogue([menu(path, rules)], { version: '7.24', arm64: true, switchChip: true });

const findings = (rules: Partial<MenuRules>, path?: string) =>
  conformanceFindings(catalogueOf({ ...right, ...rules }, path), reference);

describe('a table is held against what a router says of itself', () => {
  it('finds nothing in a right one', () => {
    expect(findings({})).toEqual([]);
  });

  it.each<[string, Partial<MenuRules>, string]>([
    ['another kind', { kind: 'fixed' }, 'is a fixed, on a router a list'],
    ['an order', { ordered: true }, 'is ordered, on a router not'],
    ['a verb', { lacks: {} }, 'knows unset, which a router does not'],
    ['an argument', { args: { ...right.args, more: t.string() } }, 'more is no argument'],
    [
      'an argument of a command',
      { actions: { sign: { args: { ca: t.string(), days: t.int() } } } },
      'sign takes days, which a router does not',
    ],
    ['a property', { readOnly: { more: t.computed() } }, 'more is no property of'],
    ['a word', { args: { ...right.args, mode: t.enum(['slow', 'fast', 'x']) } }, 'takes x, which'],
    ['a missing word', { args: { ...right.args, mode: t.enum(['slow']) } }, 'mode refuses fast'],
    ['no words at all', { args: { ...right.args, mode: t.string() } }, 'mode takes any word'],
    [
      'a range',
      { args: { ...right.args, size: t.int([0, 99]) } },
      'size takes 0..99, a router 1..99',
    ],
    ['a duty', { args: { ...right.args, name: t.string() } }, 'name is mandatory on a router'],
    [
      'a word for a number',
      { args: { ...right.args, size: t.string() } },
      'size is string, where a router has num',
    ],
    [
      'no duty',
      { args: { ...right.args, size: t.int([1, 99], { mandatory: true }) } },
      'size is mandatory, and on a router not',
    ],
  ])('finds %s that a router has otherwise', (_, rules, text) => {
    const found = findings(rules);
    expect(found.some((finding) => finding.includes(text))).toBe(true);
  });

  it('finds a menu that no router has', () => {
    expect(findings({}, '/ip/other')).toEqual(['/ip/other: no such menu on a router']);
  });
});

describe('an older version is held against its names', () => {
  it('finds what it has too much, and what it lacks', () => {
    const names = {
      '/ip/thing': {
        ...reference['/ip/thing']!,
        add: ['name', 'mode', 'comment', 'disabled', 'old'],
      },
    };
    expect(versionFindings(catalogueOf(right), names)).toEqual([
      '/ip/thing: no size in 7.24',
      '/ip/thing: old of 7.24 is missing',
    ]);
  });
});

it('counts what is covered of the whole, and names what is not', () => {
  const catalogue = catalogueOf({ ...right, args: { name: t.string() } });
  expect(coverageOf(catalogue, reference, ['/ip/thing', '/ip/none'])).toEqual({
    menus: [1, 2],
    args: [3, 5],
    missing: ['/ip/thing mode', '/ip/thing size', '/ip/none'],
  });
});
