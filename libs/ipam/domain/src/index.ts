export { type Address, type Family, formatAddress, parseAddress } from './address.ts';
export {
  bitsOf,
  buddyOf,
  type Cidr,
  cidrAt,
  cidrOf,
  type CidrReading,
  cidrsBetween,
  contains,
  formatCidr,
  lastOf,
  overlaps,
  parseCidr,
  readCidr,
  sizeOf,
} from './cidr.ts';
export {
  alignedWith,
  FreeBlocks,
  type FreeChange,
  pathOf,
  POLICIES,
  type Policy,
} from './free-blocks.ts';
export {
  type AddressRange,
  dhcpRangeOf,
  formatRange,
  gatewayOf,
  isLink,
  isNetworkLength,
  unusableIn,
} from './network-template.ts';
export {
  type Block,
  type Network,
  NETWORK_CLOSED,
  type NetworkCommand,
  networkDecider,
  networkStream,
  type Offer,
  type Shortage,
} from './network.ts';
export {
  type DecidedPrefixCommand,
  partsOf,
  type Prefix,
  prefixDecider,
  prefixStream,
} from './prefix.ts';
export {
  addressDecider,
  type AddressHolding,
  addressStream,
  type DecidedAddressCommand,
} from './address-holding.ts';
export { type PoolCommand, poolDecider, type PoolEvent, poolStream } from './pool.ts';
export {
  prefixIn,
  type SupernetCommand,
  supernetDecider,
  supernetStream,
  type VrfCommand,
  vrfDecider,
  vrfStream,
} from './vrf.ts';
export {
  vlanFault,
  type VlanGroupCommand,
  vlanGroupDecider,
  vlanGroupStream,
} from './vlan-group.ts';
export {
  type DecidedNumberCommand,
  numberDecider,
  type NumberHolding,
  type NumberPoolCommand,
  numberPoolDecider,
  numberPoolStream,
  numberStream,
} from './number-pool.ts';
export {
  type QuotaCommand,
  quotaDecider,
  quotaFault,
  quotaStream,
  type QuotaUse,
} from './tenant-quota.ts';
export {
  type NameChanges,
  nameChanges,
  type NamedAddress,
  type NamedNetwork,
  namesOf,
  namesStream,
  reverseName,
} from './network-names.ts';
export type { Lifecycle } from './lifecycle.ts';
export {
  findOffer,
  type Found,
  fragmentationOf,
  type Source,
  vlanAlignedWith,
  type WantedBlock,
  type Wish,
} from './offer.ts';
export {
  IMPORT_COLUMNS,
  type LineFault,
  type LineReading,
  readImportLine,
  type WantedLine,
} from './import-line.ts';
export { reworded } from './wording.ts';
