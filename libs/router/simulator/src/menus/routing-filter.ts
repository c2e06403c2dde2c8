import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each } from './arguments.ts';
import { states } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const routingFilterMenus = [
  menu('/routing/filter/rule', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      chain: t.string({ min: 1, mandatory: true }),
      rule: t.string(),
    },
    readOnly: {
      ...states('inactive'),
    },
  }),
  menu('/routing/filter/select-rule', {
    kind: 'list',
    ordered: true,
    args: {
      chain: t.string({ min: 1, mandatory: true, unset: true }),
      ...each(t.string(), wordsOf('do-group-num do-group-prfx do-select-num do-select-prfx')),
      'do-jump': t.soft(),
      'do-take': t.int(),
      'do-where': t.soft(),
    },
    readOnly: {
      ...states('invalid'),
    },
  }),
  menu('/routing/filter/num-list', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      list: t.string({ min: 1, mandatory: true }),
      range: t.intRange(),
    },
  }),
  menu('/routing/filter/community-list', {
    kind: 'list',
    ordered: true,
    args: {
      list: t.string({ min: 1, mandatory: true }),
      communities: t.string(),
      regexp: t.string(),
    },
  }),
];
