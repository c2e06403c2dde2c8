import type { Effect } from '../effects/effect.ts';
import { readAddress } from '../menu/address.ts';
import { readDuration } from '../menu/number-types.ts';
import type { Router } from '../router.ts';
import { runEvent } from '../script/scheduler.ts';
import type { Row } from '../state/row.ts';
import { echo } from './echo.ts';
import { tablesOfRouter } from './tables-of-router.ts';

interface Watch {
  readonly status: 'up' | 'down';
  readonly since: string;
  /** By the uptime. */
  readonly lookedAt: number;
  readonly tests: number;
  readonly failures: number;
}

const path = '/tool/netwatch';

const watches = new WeakMap<Row, Watch>();

/** Of other kinds nobody can say whether a port or a page would be there. */
const pings = new Set(['simple', 'icmp']);

const isDisabled = (row: Row) => row.table.stored(row, 'disabled') === 'true';

const look = async (row: Row, router: Router): Promise<void> => {
  const target = readAddress(row.values.get('host') ?? '');
  const source = row.values.get('src-address');
  const before = watches.get(row);
  const isUp =
    target !== undefined &&
    'time' in echo(tablesOfRouter(router), { target, ...(source === undefined ? {} : { source }) });
  const status = isUp ? 'up' : 'down';
  watches.set(row, {
    status,
    since: before?.status === status ? before.since : router.now(),
    lookedAt: router.uptime,
    tests: (before?.tests ?? 0) + 1,
    failures: (before?.failures ?? 0) + (isUp ? 0 : 1),
  });
  if (before?.status === status) return;
  if (before === undefined && row.values.get(`ignore-initial-${status}`) === 'true') return;
  await runEvent(row.values.get(`${status}-script`) ?? '', router);
};

/** Looks for every host whose interval is over; once a second on a router that listens. */
export const watchHosts = async (router: Router): Promise<void> => {
  if (!router.state.has(path)) return;
  for (const row of [...router.state.table(path)]) {
    if (isDisabled(row) || !pings.has(row.table.stored(row, 'type') ?? '')) continue;
    const interval = readDuration(row.table.stored(row, 'interval') ?? '') ?? 0;
    const last = watches.get(row)?.lookedAt;
    if (last === undefined || last + interval <= router.uptime) await look(row, router);
  }
};

const watchOf = (row: Row) => (isDisabled(row) ? undefined : watches.get(row));

export const netwatchEffect: Effect = {
  written: (row) => {
    // Whoever is switched off begins anew.
    if (isDisabled(row)) watches.delete(row);
  },
  live: {
    status: (row) => watchOf(row)?.status ?? 'unknown',
    since: (row) => watchOf(row)?.since,
    'done-tests': (row) => watchOf(row)?.tests.toString(),
    'failed-tests': (row) => watchOf(row)?.failures.toString(),
  },
};
