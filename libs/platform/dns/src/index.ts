export {
  type FoundRecord,
  isAdoptable,
  isAsWanted,
  keyOf,
  type NameServer,
  NameTaken,
  type OwnedRecord,
  type RecordKey,
  type RecordType,
  ServerRefused,
  ServerUnreachable,
} from './name-server.ts';
export { PowerDnsServer } from './powerdns/powerdns-server.ts';
export type { PowerDnsEndpoint } from './powerdns/powerdns-api.ts';
export { Rfc2136Server } from './rfc2136/rfc2136-server.ts';
export type { Endpoint } from './rfc2136/exchange.ts';
