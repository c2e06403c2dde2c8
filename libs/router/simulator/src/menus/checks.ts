import type { Check } from '../menu/menu.ts';

const withPorts = new Set([
  'tcp',
  'udp',
  'udp-lite',
  'dccp',
  'sctp',
  '6',
  '17',
  '136',
  '33',
  '132',
]);

export const portsNeedProtocol: Check = (read) =>
  ['src-port', 'dst-port', 'port'].some((name) => read(name) !== undefined) &&
  !withPorts.has(read('protocol') ?? '')
    ? 'failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp'
    : undefined;

export const flagsNeedTcp: Check = (read) =>
  read('tcp-flags') !== undefined && read('protocol') !== 'tcp' && read('protocol') !== '6'
    ? 'failure: tcp-flags works only with tcp'
    : undefined;

export const nameOrRegexp: Check = (read) =>
  (read('name') ?? '') !== '' && (read('regexp') ?? '') !== ''
    ? 'failure: only name or regexp allowed'
    : undefined;

export const mxNeedsExchange: Check = (read) =>
  read('type') === 'MX' && (read('mx-exchange') ?? '') === '' ? 'failure: bad MX data' : undefined;

export const needsSlave: Check = (read) =>
  (read('slaves') ?? '') === '' ? 'failure: need at least one slave interface' : undefined;

export const mvrpNeedsCustomerTag: Check = (read) =>
  read('mvrp') === 'true' && read('use-service-tag') === 'true'
    ? 'failure: mvrp is not supported with service tag'
    : undefined;
