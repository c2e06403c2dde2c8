import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';

/** What a router says of the box that it runs on. */
export const hardwareMenus = [
  menu('/system/identity', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: { name: t.string({ default: 'MikroTik' }) },
  }),
  menu('/system/resource', {
    kind: 'singleton',
    args: {},
    readOnly: {
      uptime: t.computed(),
      version: t.computed(),
      'build-time': t.computed(),
      'free-memory': t.computed(),
      'total-memory': t.computed(),
      cpu: t.computed(),
      'cpu-count': t.computed(),
      'cpu-load': t.computed('1'),
      'free-hdd-space': t.computed(),
      'total-hdd-space': t.computed(),
      'architecture-name': t.computed(),
      'board-name': t.computed(),
      platform: t.computed('MikroTik'),
    },
    effects: ['resource'],
  }),
];
