import { declared } from '../command/action.ts';
import { readTargets } from '../command/arguments.ts';
import { handle } from '../command/handlers.ts';
import type { Effect } from '../effects/effect.ts';
import { writeAddress } from '../menu/address.ts';
import { readDuration, writeDuration } from '../menu/number-types.ts';
import { failure, noMatch } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import { readId, writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import { toBytes } from '../state/text.ts';
import { stays } from '../system/expiry.ts';
import { readRange } from '../traffic/address-range.ts';

/** A host on the network of one of the router's DHCP servers. */
export interface LeaseRequest {
  readonly server: string;
  readonly mac: string;
  readonly hostName?: string;
}

interface Binding {
  readonly address: string;
  readonly mac: string;
  readonly server: string;
  readonly hostName: string | undefined;
  /** By the uptime. */
  readonly until: number;
}

const leases = '/ip/dhcp-server/lease';

const bindings = new WeakMap<Row, Binding>();

const bindingOf = (row: Row, { uptime }: Router): Binding | undefined => {
  const binding = bindings.get(row);
  return binding !== undefined && binding.until > uptime ? binding : undefined;
};

function* addressesOf(pool: Row | undefined, { state, catalogue }: Router): Generator<string> {
  const seen = new Set<Row>();
  for (let at = pool; at !== undefined && !seen.has(at);) {
    seen.add(at);
    for (const text of (at.values.get('ranges') ?? '').split(',')) {
      const range = readRange(text);
      if (range === undefined) continue;
      for (let bits = range.first; bits <= range.last; bits += 1n)
        yield writeAddress({ family: 4, bits });
    }
    const menu = catalogue.menus.get('/ip/pool');
    const next = readId(at.values.get('next-pool') ?? '');
    at = menu === undefined || next === undefined ? undefined : state.row(menu, next);
  }
}

const freeAddress = (server: Row, router: Router): string => {
  const { state, catalogue } = router;
  const menu = catalogue.menus.get('/ip/pool');
  const id = readId(server.table.stored(server, 'address-pool') ?? '');
  const pool = menu === undefined || id === undefined ? undefined : state.row(menu, id);
  const taken = new Set([
    ...Array.from(state.table(leases), ({ values }) => values.get('address')),
    ...Array.from(state.table('/ip/address'), ({ values }) => values.get('address')?.split('/')[0]),
  ]);
  for (const address of addressesOf(pool, router)) if (!taken.has(address)) return address;
  throw failure('no free address in the pool');
};

const isMeant = (row: Row, server: Row, mac: string): boolean => {
  const of = row.values.get('server') ?? 'all';
  return (
    row.values.get('mac-address') === mac &&
    (of === 'all' || of === writeId(server.id)) &&
    row.table.stored(row, 'disabled') !== 'true'
  );
};

/** The address that the server gives it: that of its lease, or a free one of the pool. Throws `Trap` where it gives none. */
export const giveLease = (
  router: Router,
  { server: name, mac, hostName }: LeaseRequest,
): string => {
  router.expiry.sweep();
  const { state } = router;
  const server = state.rowByName('/ip/dhcp-server', toBytes(name));
  if (server === undefined) throw noMatch('server');
  if (server.table.stored(server, 'disabled') === 'true') throw failure('the server is disabled');
  const table = state.table(leases);
  const client = mac.toUpperCase();
  const lease = [...table].find((row) => isMeant(row, server, client));
  const milliseconds =
    readDuration(
      lease?.values.get('lease-time') ?? server.table.stored(server, 'lease-time') ?? '',
    ) ?? 0;
  const address = lease?.values.get('address') ?? freeAddress(server, router);
  const until = router.expiry.after(milliseconds);
  const values = new Map([
    ['address', address],
    ['mac-address', client],
    ['server', writeId(server.id)],
    until,
  ]);
  const row = lease ?? state.insert(table, values, { dynamic: true });
  if (lease?.dynamic === true) state.write(lease, [until]);
  bindings.set(row, {
    address,
    mac: client,
    server: name,
    hostName: hostName === undefined ? undefined : toBytes(hostName),
    until: router.uptime + milliseconds,
  });
  return address;
};

const shown =
  (name: keyof Omit<Binding, 'until'>) =>
  (row: Row, router: Router): string | undefined =>
    bindingOf(row, router)?.[name];

export const dhcpLeaseEffect: Effect = {
  live: {
    status: (row, router) => (bindingOf(row, router) === undefined ? 'waiting' : 'bound'),
    'expires-after': (row, router) => {
      const binding = bindingOf(row, router);
      return binding && writeDuration(Math.ceil((binding.until - router.uptime) / 1000) * 1000);
    },
    'active-address': shown('address'),
    'active-mac-address': shown('mac'),
    'active-server': shown('server'),
    'host-name': shown('hostName'),
  },
};

/** The same lease with the same id, which is somebody's now. */
const makeStatic = (row: Row, { state }: Router): void => {
  if (!row.dynamic) return;
  const values = new Map(row.values);
  stays(values);
  const before = row.next;
  state.remove(row);
  const kept = state.insert(row.table, values, { id: row.id, before });
  const binding = bindings.get(row);
  if (binding !== undefined) bindings.set(kept, binding);
};

handle(`${leases}/make-static`, 'write', (call): undefined => {
  declared(call);
  for (const row of call.menu === undefined ? [] : readTargets(call, call.menu))
    makeStatic(row, call.router);
});
