import { declared } from '../command/action.ts';
import type { Call, Outcome } from '../command/call.ts';
import { handle } from '../command/handlers.ts';
import { repeat } from '../command/repeat.ts';
import { readDuration } from '../menu/number-types.ts';
import { invalidValue, noMatch, Trap } from '../menu/trap.ts';
import { readId } from '../state/row.ts';

const rates = `
  rx-packets-per-second rx-bits-per-second fp-rx-packets-per-second fp-rx-bits-per-second
  rx-drops-per-second rx-errors-per-second tx-packets-per-second tx-bits-per-second
  fp-tx-packets-per-second fp-tx-bits-per-second tx-drops-per-second
  tx-queue-drops-per-second tx-errors-per-second
`
  .trim()
  .split(/\s+/u);

const nameOf = (text: string, { router: { state } }: Call): string => {
  if (text === 'aggregate') return text;
  const name = readId(text) === undefined ? text : state.nameOf('/interface', text);
  if (name === undefined || state.rowByName('/interface', name) === undefined)
    throw noMatch('interface');
  return name;
};

const interfacesOf = (call: Call): readonly string[] => {
  const { args } = call;
  const text = args.get('interface') ?? args.get('.id');
  if (text === undefined) throw new Trap('missing value(s) of argument(s) interface', 0);
  return text.split(',').map((one) => nameOf(one, call));
};

const millisecondsOf = ({ args }: Call, name: string): number | undefined => {
  const text = args.get(name);
  if (text === undefined) return undefined;
  const milliseconds = readDuration(text);
  if (milliseconds === undefined || milliseconds < 10) throw invalidValue(name);
  return milliseconds;
};

const isYes = (text: string | undefined) => text === '' || text === 'yes' || text === 'true';

const wantedOf = ({ args }: Call): ReadonlySet<string> | undefined => {
  const list = args.get('.proplist') ?? args.get('proplist');
  return list === undefined || list === '' ? undefined : new Set(list.split(','));
};

/** A row for each interface, all of zeros because no packet passes; once a second until it is cancelled. */
const monitorTraffic = (call: Call): Promise<Outcome | undefined> => {
  declared(call);
  const names = interfacesOf(call);
  const interval = millisecondsOf(call, 'interval') ?? 1000;
  const times = isYes(call.args.get('once'))
    ? 1
    : Math.ceil((millisecondsOf(call, 'duration') ?? Infinity) / interval);
  const wanted = wantedOf(call);
  let section = 0;
  return repeat(call, interval, () => {
    for (const name of names)
      call.emit(
        [
          ['name', name] as const,
          ...rates.map((rate) => [rate, '0'] as const),
          ['.section', String(section)] as const,
        ].filter(([property]) => wanted === undefined || wanted.has(property)),
      );
    section += 1;
    return section < times ? 'again' : 'over';
  });
};

handle('/interface/monitor-traffic', 'read', monitorTraffic);
