import { allow, required } from '../command/arguments.ts';
import type { Call, Outcome } from '../command/call.ts';
import { handle } from '../command/handlers.ts';
import { repeat } from '../command/repeat.ts';
import { readAddress, writeAddress } from '../menu/address.ts';
import { readDuration } from '../menu/number-types.ts';
import { invalidValue, noMatch, outOfRange } from '../menu/trap.ts';
import { echo } from './echo.ts';
import type { Question } from './echo.ts';
import { tablesOfRouter } from './tables-of-router.ts';

const names = new Set(
  'address arp-ping count do-not-fragment dscp interface interval size src-address ttl vrf .proplist'.split(
    ' ',
  ),
);

const number = ({ args }: Call, name: string, [min, max]: readonly [number, number]) => {
  const text = args.get(name);
  if (text === undefined) return undefined;
  if (!/^\d+$/u.test(text)) throw invalidValue(name);
  const value = Number(text);
  if (value < min || value > max) throw outOfRange(name, `${min}..${max}`);
  return value;
};

const address = (text: string, name: string) => {
  const read = readAddress(text);
  if (read === undefined)
    throw invalidValue(name, [
      'invalid value of mac-address, mac address required',
      'invalid value for argument ipv6-address',
      'while resolving ip-address: could not get answer from dns server',
    ]);
  return read;
};

const known = ({ args, router: { state } }: Call, name: string, path: string) => {
  const text = args.get(name);
  if (text === undefined) return undefined;
  if (text !== 'main' && state.rowByName(path, text) === undefined) throw noMatch(name);
  return text;
};

const readQuestion = (call: Call): Question => {
  const target = address(required(call, 'address'), 'address');
  const source = call.args.get('src-address');
  if (source !== undefined) address(source, 'src-address');
  const link = known(call, 'interface', '/interface');
  const vrf = known(call, 'vrf', '/ip/vrf');
  const ttl = number(call, 'ttl', [1, 255]);
  return {
    target,
    ...(source !== undefined && { source }),
    ...(link !== undefined && { link }),
    ...(vrf !== undefined && { vrf }),
    ...(ttl !== undefined && { ttl }),
  };
};

const intervalOf = ({ args }: Call) => {
  const text = args.get('interval');
  if (text === undefined) return 1000;
  const interval = readDuration(text);
  if (interval === undefined) throw invalidValue('interval');
  if (interval < 10 || interval > 5000) throw outOfRange('interval', '10ms..5s');
  return interval;
};

const onlyWanted = ({ args }: Call) => {
  const list = args.get('.proplist');
  const wanted = list === undefined || list === '' ? undefined : list.split(',');
  return (name: string) => wanted?.includes(name) !== false;
};

/** A row for each question, one in every interval; without a count until it is cancelled. */
const ping = (call: Call): Promise<Outcome | undefined> => {
  allow(call, names);
  const question = readQuestion(call);
  const count = number(call, 'count', [1, 0xffff_ffff]) ?? Infinity;
  const size = number(call, 'size', [28, 65_535]) ?? 56;
  const interval = intervalOf(call);
  const isWanted = onlyWanted(call);
  const host = writeAddress(question.target);
  let [sent, received, lastTime] = [0, 0, ''];
  const ask = () => {
    const answer = echo(tablesOfRouter(call.router), question);
    const seq = String(sent);
    sent += 1;
    const isAnswered = 'time' in answer;
    if (isAnswered) [received, lastTime] = [received + 1, answer.time];
    const row: readonly (readonly [string, string])[] = [
      ['seq', seq],
      ['host', host],
      ...(isAnswered
        ? ([
            ['size', String(size)],
            ['ttl', '64'],
            ['time', answer.time],
          ] as const)
        : [['status', answer.status] as const]),
      ['sent', String(sent)],
      ['received', String(received)],
      ['packet-loss', String(Math.floor(((sent - received) * 100) / sent))],
      ...(received === 0
        ? []
        : ['min-rtt', 'avg-rtt', 'max-rtt'].map((name) => [name, lastTime] as const)),
    ];
    call.emit(row.filter(([name]) => isWanted(name)));
  };
  return repeat(call, interval, () => {
    ask();
    return sent < count ? 'again' : 'over';
  });
};

for (const path of ['/ping', '/tool/ping']) handle(path, 'test', ping);
