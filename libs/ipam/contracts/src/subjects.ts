import type { IpamCommandType, IpamEventType } from './messages.ts';

const COMMANDS: Record<IpamCommandType, string> = {
  AllocateNetwork: 'cmd.ipam.network.allocate',
  ReleaseNetwork: 'cmd.ipam.network.release',
};

const EVENTS: Record<IpamEventType, string> = {
  NetworkAllocated: 'network.allocated',
  NetworkAllocationRefused: 'network.allocation-refused',
  NetworkReleased: 'network.released',
};

export const ipamCommandSubject = (type: IpamCommandType): string => COMMANDS[type];

export const ipamEventSubject = (type: IpamEventType, version = 1): string =>
  `evt.ipam.${EVENTS[type]}.v${version}`;

export const isIpamEvent = (type: string): type is IpamEventType => Object.hasOwn(EVENTS, type);

/** The work queue of ipam's commands. */
export const IPAM_COMMANDS = { stream: 'CMD_IPAM', subjects: 'cmd.ipam.>' } as const;

/** Everything that ipam says, for those who listen to all of it. */
export const IPAM_EVENTS = 'evt.ipam.>';

export const IPAM_QUERIES = {
  getNetwork: 'qry.ipam.network.get',
  listNetworks: 'qry.ipam.network.list',
} as const;
