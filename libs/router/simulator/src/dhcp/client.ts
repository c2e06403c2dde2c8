import { declared } from '../command/action.ts';
import { readTargets } from '../command/arguments.ts';
import { handle } from '../command/handlers.ts';
import { bring, withdraw } from '../command/write-rows.ts';
import type { Effect } from '../effects/effect.ts';
import { networkOf, readPrefix, writeAddress } from '../menu/address.ts';
import { writeDuration } from '../menu/number-types.ts';
import { failure, invalidValue, noMatch } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import { writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import { toBytes } from '../state/text.ts';

/** What a DHCP server out there answers to the client on an interface. */
export interface DhcpAnswer {
  readonly interface: string;
  /** `198.51.100.7/24` */
  readonly address: string;
  readonly gateway?: string;
  readonly dns?: readonly string[];
  /** A day unless given. */
  readonly leaseSeconds?: number;
}

interface Binding {
  readonly answer: DhcpAnswer;
  /** The address and the route that it brought. */
  readonly rows: readonly Row[];
  /** By the uptime. */
  until: number;
}

const clients = '/ip/dhcp-client';
const aDay = 86_400;

const bindings = new WeakMap<Row, Binding>();

const bindingOf = (row: Row, { uptime }: Router): Binding | undefined => {
  const binding = bindings.get(row);
  return binding !== undefined && binding.until > uptime ? binding : undefined;
};

const isDisabled = (row: Row) => row.table.stored(row, 'disabled') === 'true';

const release = (client: Row, router: Router): void => {
  for (const row of bindings.get(client)?.rows ?? []) if (row.live) withdraw(row, router);
  bindings.delete(client);
};

const millisecondsOf = ({ leaseSeconds = aDay }: DhcpAnswer) => leaseSeconds * 1000;

/** Throws `Trap` where there is nobody on the interface to take it. */
export const answerDhcpClient = (router: Router, answer: DhcpAnswer): void => {
  const { state } = router;
  const link = state.rowByName('/interface', toBytes(answer.interface));
  const prefix = readPrefix(answer.address);
  if (link === undefined) throw noMatch('interface');
  if (prefix?.family !== 4) throw invalidValue('address');
  const id = writeId(link.id);
  const client = [...state.table(clients)].find(
    (row) => row.values.get('interface') === id && !isDisabled(row),
  );
  if (client === undefined) throw failure('no client asks on this interface');
  release(client, router);
  const { table } = client;
  const until = router.expiry.after(millisecondsOf(answer));
  const rows = [
    bring(
      '/ip/address',
      new Map([
        ['address', answer.address],
        ['network', writeAddress(networkOf(prefix))],
        ['interface', id],
        until,
      ]),
      router,
    ),
  ];
  if (answer.gateway !== undefined && table.stored(client, 'add-default-route') !== 'no')
    rows.push(
      bring(
        '/ip/route',
        new Map([
          ['dst-address', '0.0.0.0/0'],
          ['gateway', answer.gateway],
          ['routing-table', 'main'],
          ['distance', table.stored(client, 'default-route-distance') ?? '1'],
          ['scope', '30'],
          ['target-scope', '10'],
          ['dhcp', 'true'],
          ['dynamic', 'true'],
          ['active', 'true'],
          until,
        ]),
        router,
      ),
    );
  bindings.set(client, { answer, rows, until: router.uptime + millisecondsOf(answer) });
};

/** With nobody out there who says no, a lease is renewed whenever it is asked for. */
const renew = (client: Row, router: Router): void => {
  const binding = bindingOf(client, router);
  if (binding === undefined) return;
  const milliseconds = millisecondsOf(binding.answer);
  binding.until = router.uptime + milliseconds;
  for (const row of binding.rows)
    if (row.live) router.state.write(row, [router.expiry.after(milliseconds)]);
};

const shown =
  (tell: (answer: DhcpAnswer) => string | undefined) =>
  (row: Row, router: Router): string | undefined => {
    const binding = bindingOf(row, router);
    return binding && tell(binding.answer);
  };

export const dhcpClientEffect: Effect = {
  written: (row, old, router) => {
    if (isDisabled(row) || old.get('interface') !== row.values.get('interface'))
      release(row, router);
  },
  removed: release,
  live: {
    status: (row, router) => {
      if (isDisabled(row)) return 'stopped';
      return bindingOf(row, router) === undefined ? 'searching...' : 'bound';
    },
    address: shown(({ address }) => address),
    gateway: shown(({ gateway }) => gateway),
    'dhcp-server': shown(({ gateway }) => gateway),
    'primary-dns': shown(({ dns }) => dns?.[0]),
    'secondary-dns': shown(({ dns }) => dns?.[1]),
    'expires-after': (row, router) => {
      const binding = bindingOf(row, router);
      return binding && writeDuration(Math.ceil((binding.until - router.uptime) / 1000) * 1000);
    },
  },
};

for (const [verb, work] of [
  ['release', release],
  ['renew', renew],
] as const)
  handle(`${clients}/${verb}`, 'write', (call): undefined => {
    declared(call);
    for (const row of call.menu === undefined ? [] : readTargets(call, call.menu))
      work(row, call.router);
  });
