import type { IpamCommandType, IpamEventType } from './messages.ts';

const COMMANDS: Record<IpamCommandType, string> = {
  AllocateNetwork: 'network.allocate',
  ReleaseNetwork: 'network.release',
  DescribeNetwork: 'network.describe',
  CreateVrf: 'vrf.create',
  RetireVrf: 'vrf.retire',
  AddSupernet: 'supernet.add',
  RemoveSupernet: 'supernet.remove',
  CreateVlanGroup: 'vlan-group.create',
  RetireVlanGroup: 'vlan-group.retire',
  CreatePool: 'pool.create',
  AdjustPool: 'pool.adjust',
  DescribePool: 'pool.describe',
  RetirePool: 'pool.retire',
  SetTenantQuota: 'tenant.set-quota',
  AllocatePrefix: 'prefix.allocate',
  SplitPrefix: 'prefix.split',
  DescribePrefix: 'prefix.describe',
  ReleasePrefix: 'prefix.release',
  AttachAddress: 'address.attach',
  ReserveRange: 'address.reserve-range',
  ReleaseAddress: 'address.release',
  CreateNumberPool: 'number-pool.create',
  RetireNumberPool: 'number-pool.retire',
  AllocateNumber: 'number.allocate',
  ReleaseNumber: 'number.release',
  StageImport: 'import.stage',
  CommitImport: 'import.commit',
  UndoImport: 'import.undo',
  PublishNames: 'names.publish',
  WithdrawNames: 'names.withdraw',
  ReconcileNames: 'names.reconcile',
};

const EVENTS: Record<IpamEventType, string> = {
  NetworkAllocated: 'network.allocated',
  NetworkAllocationRefused: 'network.allocation-refused',
  NetworkDescribed: 'network.described',
  NetworkReleased: 'network.released',
  NetworkReleaseRefused: 'network.release-refused',
  VrfCreated: 'vrf.created',
  VrfRetired: 'vrf.retired',
  SupernetAdded: 'supernet.added',
  SupernetRemoved: 'supernet.removed',
  VlanGroupCreated: 'vlan-group.created',
  VlanGroupRetired: 'vlan-group.retired',
  PoolCreated: 'pool.created',
  PoolAdjusted: 'pool.adjusted',
  PoolDescribed: 'pool.described',
  PoolRetired: 'pool.retired',
  TenantQuotaSet: 'tenant.quota-set',
  PrefixAllocated: 'prefix.allocated',
  PrefixSplit: 'prefix.split',
  PrefixDescribed: 'prefix.described',
  PrefixReleased: 'prefix.released',
  AddressAttached: 'address.attached',
  RangeReserved: 'address.range-reserved',
  AddressReleased: 'address.released',
  NumberPoolCreated: 'number-pool.created',
  NumberPoolRetired: 'number-pool.retired',
  NumberAllocated: 'number.allocated',
  NumberReleased: 'number.released',
  ImportCommitted: 'import.committed',
  ImportUndone: 'import.undone',
  NamesPublicationStarted: 'names.publication-started',
  NamesPublished: 'names.published',
  NamesSkipped: 'names.skipped',
  NamesRefused: 'names.refused',
  NamesWithdrawalStarted: 'names.withdrawal-started',
  NamesWithdrawn: 'names.withdrawn',
  NamesDrifted: 'names.drifted',
  NamesReconciliationStarted: 'names.reconciliation-started',
  IpamCommandRejected: 'command.rejected',
};

const TYPES = new Map(
  Object.entries(COMMANDS).map(([type, subject]) => [`cmd.ipam.${subject}`, type]),
);

export const ipamCommandSubject = (type: IpamCommandType): string => `cmd.ipam.${COMMANDS[type]}`;

/** Every command's subject, for whoever handles them all alike. */
export const IPAM_COMMAND_SUBJECTS: readonly string[] = [...TYPES.keys()];

export const isIpamCommand = (type: string): type is IpamCommandType =>
  Object.hasOwn(COMMANDS, type);

/** The type of the command that travels under a subject. */
export const ipamCommandAt = (subject: string): IpamCommandType | undefined => {
  const type = TYPES.get(subject);
  return type !== undefined && isIpamCommand(type) ? type : undefined;
};

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
  previewNetwork: 'qry.ipam.network.preview',
  namesOf: 'qry.ipam.network.names',
  /** Carries out a command and answers when it is recorded: for surfaces that have somebody waiting. */
  execute: 'qry.ipam.command.execute',
  listPools: 'qry.ipam.pool.list',
  getPool: 'qry.ipam.pool.get',
  tree: 'qry.ipam.space.tree',
  freeBlocks: 'qry.ipam.space.free',
  getHolding: 'qry.ipam.holding.get',
  listHoldings: 'qry.ipam.holding.list',
  whoHas: 'qry.ipam.holding.who-has',
  search: 'qry.ipam.holding.search',
  listAddresses: 'qry.ipam.address.list',
  checkConflicts: 'qry.ipam.import.check',
  getImport: 'qry.ipam.import.get',
  export: 'qry.ipam.export.page',
  listVrfs: 'qry.ipam.vrf.list',
  listSupernets: 'qry.ipam.supernet.list',
  listVlanGroups: 'qry.ipam.vlan-group.list',
  listQuotas: 'qry.ipam.tenant.list',
  listNumberPools: 'qry.ipam.number-pool.list',
  listNumbers: 'qry.ipam.number.list',
} as const;
