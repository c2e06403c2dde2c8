export interface Port {
  readonly name: string;
  /** Virtual ports have none. */
  readonly l2mtu?: number;
  readonly maxL2mtu?: number;
  readonly speed: string;
}

export interface Board {
  readonly name: string;
  readonly architecture: 'arm64' | 'x86_64';
  readonly cpu: string;
  readonly cpuCount: number;
  readonly memory: number;
  readonly disk: number;
  readonly switchChip: boolean;
  readonly ports: readonly Port[];
}

const MiB = 2 ** 20;

const ports = (
  prefix: string,
  count: number,
  rest: Omit<Port, 'name'>,
  first = 1,
): readonly Port[] =>
  Array.from({ length: count }, (_, at) => ({ name: `${prefix}${first + at}`, ...rest }));

const boards = {
  'CCR2116-12G-4S+': {
    name: 'CCR2116-12G-4S+',
    architecture: 'arm64',
    cpu: 'ARM64',
    cpuCount: 16,
    memory: 16_384 * MiB,
    disk: 128 * MiB,
    switchChip: true,
    ports: [
      ...ports('ether', 12, { l2mtu: 1580, maxL2mtu: 9570, speed: '1G-baseT-full' }),
      ...ports('ether', 1, { l2mtu: 1580, maxL2mtu: 9586, speed: '1G-baseT-full' }, 13),
      ...ports('sfp-sfpplus', 4, { l2mtu: 1580, maxL2mtu: 9570, speed: '10G-baseSR-LR' }),
    ],
  },
  RB5009: {
    name: 'RB5009UG+S+',
    architecture: 'arm64',
    cpu: 'ARM64',
    cpuCount: 4,
    memory: 1024 * MiB,
    disk: 1024 * MiB,
    switchChip: true,
    ports: [
      ...ports('ether', 1, { l2mtu: 1580, maxL2mtu: 9796, speed: '2.5G-baseT' }),
      ...ports('ether', 7, { l2mtu: 1580, maxL2mtu: 9796, speed: '1G-baseT-full' }, 2),
      ...ports('sfp-sfpplus', 1, { l2mtu: 1580, maxL2mtu: 9796, speed: '10G-baseSR-LR' }),
    ],
  },
  CHR: {
    name: 'CHR',
    architecture: 'x86_64',
    cpu: 'QEMU',
    cpuCount: 2,
    memory: 512 * MiB,
    disk: 128 * MiB,
    switchChip: false,
    ports: ports('ether', 4, { speed: '10G-baseT' }),
  },
} as const satisfies Readonly<Record<string, Board>>;

export type BoardName = keyof typeof boards;

export const boardNames = Object.keys(boards);

export const isBoardName = (text: string): text is BoardName => Object.hasOwn(boards, text);

export const boardOf = (name: BoardName): Board => boards[name];
