import { createHash } from 'node:crypto';
import { outOfRange } from '../menu/trap.ts';
import { writeDuration } from '../menu/number-types.ts';
import type { Router } from '../router.ts';
import type { Effect } from './effect.ts';

export const ethernetEffect: Effect = {
  prepare({ values, written }, { profile }) {
    const port = profile.board.ports.find(({ name }) => name === values.get('default-name'));
    const l2mtu = Number(values.get('l2mtu') ?? 0);
    if (port?.maxL2mtu !== undefined && written.has('l2mtu') && l2mtu > port.maxL2mtu)
      throw outOfRange('l2mtu', `0..${port.maxL2mtu}`);
  },
};

export const resourceEffect: Effect = {
  live: {
    uptime: (_, router) => writeDuration(Math.floor(router.uptime / 1000) * 1000),
    version: (_, { profile }) => profile.versionText,
    'build-time': (_, { profile }) => profile.built,
    'board-name': (_, { profile }) => profile.board.name,
    'architecture-name': (_, { profile }) => profile.board.architecture,
    cpu: (_, { profile }) => profile.board.cpu,
    'cpu-count': (_, { profile }) => String(profile.board.cpuCount),
    'total-memory': (_, { profile }) => String(profile.board.memory),
    'free-memory': (_, { profile }) => String(Math.floor(profile.board.memory * 0.9)),
    'total-hdd-space': (_, { profile }) => String(profile.board.disk),
    'free-hdd-space': (_, { profile }) => String(Math.floor(profile.board.disk * 0.6)),
  },
};

const isVirtual = ({ profile }: Router) => profile.board.name === 'CHR';

const numbered = (router: Router, length: number) =>
  createHash('sha256').update(router.macFor(1)).digest('hex').slice(0, length).toUpperCase();

const firmware = ({ profile }: Router) => profile.versionText.split(' ')[0];

export const routerboardEffect: Effect = {
  live: {
    routerboard: () => 'true',
    'board-name': (_, { profile }) => profile.board.name,
    model: (_, { profile }) => profile.board.name,
    // No two routers have the same one.
    'serial-number': (_, router) => numbered(router, 11),
    'factory-firmware': (_, router) => firmware(router),
    'current-firmware': (_, router) => firmware(router),
    'upgrade-firmware': (_, router) => firmware(router),
  },
};

export const licenseEffect: Effect = {
  live: {
    'software-id': (_, router) =>
      isVirtual(router) ? undefined : numbered(router, 8).replace(/(?<=^.{4})/u, '-'),
    nlevel: (_, router) => (isVirtual(router) ? undefined : '6'),
    'system-id': (_, router) => (isVirtual(router) ? numbered(router, 11) : undefined),
    level: (_, router) => (isVirtual(router) ? 'free' : undefined),
  },
};

export const packageEffect: Effect = {
  live: {
    version: (_, router) => firmware(router),
    'build-time': (_, { profile }) => profile.built,
  },
};
