import type { CompiledMenu } from '../menu/catalogue.ts';
import { readDuration } from '../menu/number-types.ts';
import { invalidValue, Trap } from '../menu/trap.ts';
import { readId, writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Change } from '../state/state.ts';
import { isLive, namesOf, read, readAll, reader } from '../state/view.ts';
import type { Pair } from '../state/view.ts';
import { allow, unknownParameter } from './arguments.ts';
import type { Call, Outcome } from './call.ts';
import { compileQuery, wantedOf } from './query.ts';
import { repeat } from './repeat.ts';

const printArguments = new Set([
  '.proplist',
  'proplist',
  'count-only',
  'detail',
  'brief',
  'terse',
  'value-list',
  'stats',
  'without-paging',
  'show-ids',
  'follow',
  'follow-only',
  'from',
  'interval',
]);

const refusesDetail = (call: Call, menu: CompiledMenu) => {
  if (menu.noDetail === true && call.args.has('detail')) throw unknownParameter('detail');
};

const isTrue = (value: string | undefined) =>
  value !== undefined && value !== 'no' && value !== 'false';

const namesToShow = (call: Call, menu: CompiledMenu): readonly string[] => {
  const list = call.args.get('.proplist') ?? call.args.get('proplist');
  if (list === undefined || list === '') return namesOf(menu);
  return [...new Set(['.id', ...list.split(',')])];
};

/** Rows that may answer the query: all of them, or those that an index gives. */
const candidates = (call: Call, menu: CompiledMenu): Iterable<Row> => {
  const { state } = call.router;
  const from = call.args.get('from');
  if (from !== undefined)
    return from.split(',').map((text) => {
      const id = readId(text);
      const row = id === undefined ? state.rowByName(menu.path, text) : state.row(menu, id);
      if (row === undefined) throw new Trap('no such item', 0);
      return row;
    });
  if (menu.kind !== 'singleton')
    for (const { name, values } of wantedOf(call.queries)) {
      const [value = '', ...others] = values;
      if (name === '.id') {
        if (others.length > 0) continue;
        const id = readId(value);
        const row = id === undefined ? undefined : state.row(menu, id);
        return row === undefined ? [] : [row];
      }
      const argument = menu.args.get(name);
      if (menu.umbrella) {
        if (name !== menu.namedBy || others.length > 0) continue;
        return [...state.table(menu.path).space.names.get(value)];
      }
      if (argument === undefined || isLive(menu, name)) continue;
      if (argument.default !== undefined && values.includes(argument.default)) continue;
      const { spaces } = argument.type;
      if (
        argument.type.format !== undefined &&
        (argument.type.shape !== 'reference' || spaces?.length !== 1)
      )
        continue;
      const named = values.flatMap((value) =>
        (spaces ?? []).flatMap((space) => state.rowByName(space, value) ?? []),
      );
      const ids = named.map((row) => writeId(row.id));
      const found = state.table(menu.path).candidates(name, [...values, ...ids]);
      if (found !== undefined) return found;
    }
  return state.rows(menu);
};

const matching = (call: Call, menu: CompiledMenu): Row[] => {
  const { router } = call;
  const passes = compileQuery(call.queries);
  const rows: Row[] = [];
  const readOf = reader(router, menu);
  for (const row of candidates(call, menu))
    if (passes === undefined || passes((name) => readOf(row, name))) rows.push(row);
  return rows;
};

export const print = (call: Call, menu: CompiledMenu): Outcome | Promise<Outcome | undefined> => {
  allow(call, printArguments);
  refusesDetail(call, menu);
  if (isTrue(call.args.get('follow-only'))) return follow(call, menu);
  const interval = call.args.get('interval');
  if (interval !== undefined) return again(call, menu, interval);
  const rows = matching(call, menu);
  if (isTrue(call.args.get('count-only'))) return { ret: String(rows.length) };
  const names = namesToShow(call, menu);
  const { router } = call;
  if (isTrue(call.args.get('follow'))) {
    for (const row of rows) call.emit(readAll(row, router, menu, names));
    return follow(call, menu);
  }
  // Rows are read when they are sent; one that is gone by then is passed over.
  return {
    rows: (function* (): Generator<readonly Pair[]> {
      for (const row of rows) if (row.live) yield readAll(row, router, menu, names);
    })(),
    query: rows.length === 0,
  };
};

/** Everything again and again until it is cancelled. */
const again = (call: Call, menu: CompiledMenu, interval: string): Promise<undefined> => {
  const milliseconds = readDuration(interval);
  if (milliseconds === undefined || milliseconds < 10) throw invalidValue('interval');
  const names = namesToShow(call, menu);
  return repeat(call, milliseconds, () => {
    for (const row of matching(call, menu)) call.emit(readAll(row, call.router, menu, names));
    return 'again';
  });
};

const concerns = (menu: CompiledMenu, { row }: Change) =>
  menu.umbrella ? row.table.menu.space === menu.space : row.table.menu === menu;

/** Every change until it is cancelled. */
const follow = (call: Call, menu: CompiledMenu): Promise<Outcome | undefined> => {
  const names = namesToShow(call, menu);
  const passes = compileQuery(call.queries);
  const { router } = call;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const tell = (change: Change) => {
    if (!concerns(menu, change)) return;
    const { row } = change;
    if (change.kind === 'removed') {
      call.emit([
        ['.id', writeId(row.id)],
        ['.dead', 'true'],
      ]);
      return;
    }
    if (passes !== undefined && !passes((name) => read(row, name, router, menu))) return;
    call.emit(readAll(row, router, menu, names));
  };
  const stop = router.state.onChange((change) => {
    try {
      tell(change);
    } catch (error) {
      // It is this command that fails, and not the one that made the change.
      stop();
      reject(error);
    }
  });
  call.onCancel(() => {
    stop();
    resolve(undefined);
  });
  return promise;
};

export const listen = (call: Call, menu: CompiledMenu): Promise<Outcome | undefined> => {
  allow(call, printArguments);
  return follow(call, menu);
};
