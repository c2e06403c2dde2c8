import { dropped } from './packet.ts';
import type { Ended } from './packet.ts';
import { CannotJudge, nameOf, refOf } from './router-tables.ts';
import type { RowRef, TableRow } from './router-tables.ts';
import { matches } from './rule.ts';
import type { Traveller } from './traveller.ts';
import { isEnded } from './wire.ts';

/** What a rule of one menu does: ends the packet's way, ends the menu, or lets the next rule look. */
export type Act = (
  action: string,
  rule: TableRow,
  packet: Traveller,
  ref: RowRef,
) => Ended | 'accept' | 'next';

export type Passed = { readonly by: RowRef | undefined };

const join =
  (of: 'src' | 'dst') =>
  (rule: TableRow, packet: Traveller): 'next' => {
    packet.listed.push({ list: rule['address-list'] ?? '', address: packet[of] });
    return 'next';
  };

const inEveryMenu: Readonly<
  Record<string, (rule: TableRow, packet: Traveller) => 'accept' | 'next'>
> = {
  accept: () => 'accept',
  log: () => 'next',
  passthrough: () => 'next',
  'add-src-to-address-list': join('src'),
  'add-dst-to-address-list': join('dst'),
};

type Step = Ended | Passed | 'end' | 'return';

const walk = (menu: string, chain: string, packet: Traveller, act: Act, depth: number): Step => {
  if (depth > 64) throw new CannotJudge(`${menu}: the jumps to ${chain} go in a circle`);
  for (const rule of packet.ground.chain(menu, chain)) {
    if (!matches(menu, rule, packet)) continue;
    const ref = refOf(menu, rule);
    const action = rule['action'] ?? 'accept';
    packet.say(`${nameOf(ref)} matches in ${chain}: ${action}`);
    if (action === 'return') return 'return';
    if (action === 'jump') {
      const step = walk(menu, rule['jump-target'] ?? '', packet, act, depth + 1);
      if (step !== 'end' && step !== 'return') return step;
      continue;
    }
    const done = inEveryMenu[action]?.(rule, packet) ?? act(action, rule, packet, ref);
    if (done === 'accept') return { by: ref };
    if (done !== 'next') return done;
  }
  return 'end';
};

/** Goes through a chain from its first rule; past its end everything is accepted. */
export const passChain = (
  menu: string,
  chain: string,
  packet: Traveller,
  act: Act,
): Ended | Passed => {
  const step = walk(menu, chain, packet, act, 0);
  if (typeof step === 'string') return { by: undefined };
  if (isEnded(step)) packet.say(step.why);
  return step;
};

export const unknownAction = (action: string, ref: RowRef): never => {
  throw new CannotJudge(`${nameOf(ref)}: the action ${action} is not modelled`);
};

export const filter: Act = (action, rule, packet, ref) => {
  switch (action) {
    case 'drop':
    case 'tarpit':
      return dropped(ref, `${action === 'drop' ? 'dropped' : 'held'} by ${nameOf(ref)}`);
    case 'reject': {
      const answer = rule['reject-with'] ?? 'an ICMP error';
      return { verdict: 'rejected', by: ref, why: `rejected by ${nameOf(ref)} with ${answer}` };
    }
    case 'fasttrack-connection':
      packet.say('later packets of the connection pass without rules; this one goes on');
      return 'next';
    default:
      return unknownAction(action, ref);
  }
};

export const raw: Act = (action, _rule, packet, ref) => {
  if (action === 'drop') return dropped(ref, `dropped by ${nameOf(ref)}`);
  if (action !== 'notrack') return unknownAction(action, ref);
  packet.state = 'untracked';
  return 'next';
};
