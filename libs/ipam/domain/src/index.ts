export {
  type Cidr,
  dhcpRangeOf,
  formatAddress,
  formatCidr,
  gatewayOf,
  overlaps,
  parseCidr,
  sizeOf,
} from './cidr.ts';
export {
  type Network,
  type NetworkCommand,
  networkDecider,
  networkStream,
  type Offer,
  type Shortage,
} from './network.ts';
