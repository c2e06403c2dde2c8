import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each } from './arguments.ts';
import { computed, states } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const commandMenus = [
  menu('/system', {
    kind: 'commands',
    args: {},
    actions: { reboot: { args: {} }, shutdown: { args: {} } },
  }),
  menu('/system/backup', {
    kind: 'commands',
    lacks: { export: {} },
    args: {},
    actions: {
      save: {
        args: {
          name: t.string(),
          password: t.string(),
          'dont-encrypt': t.bool(),
          encryption: t.enum(['aes-sha256', 'rc4']),
        },
      },
      load: {
        args: {
          ...each(t.string({ mandatory: true }), wordsOf('name password')),
          'force-v6-to-v7-configuration-upgrade': t.bool(),
        },
      },
    },
  }),
  menu('/system/history', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {}, listen: {} },
    args: {},
    readOnly: {
      ...computed('action by policy redo time trace undo'),
      ...states('floating-undo redoable undoable'),
    },
    effects: ['history'],
  }),
];
