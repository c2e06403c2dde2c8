import { filter, passChain, raw } from './chain.ts';
import type { Act, Passed } from './chain.ts';
import { baseOf } from './ground.ts';
import { mangle } from './mangle.ts';
import type { Cause, Ended } from './packet.ts';
import { isPresent } from './router-tables.ts';
import type { Traveller } from './traveller.ts';
import { isEnded } from './wire.ts';

const acts = { raw, mangle, filter } as const satisfies Readonly<Record<string, Act>>;

export const pass = (facility: keyof typeof acts, chain: string, packet: Traveller) =>
  passChain(`${baseOf(packet.family)}/firewall/${facility}`, chain, packet, acts[facility]);

/** Runs the stages in their order until one of them ends the packet's way. */
export const run = (...stages: readonly (() => Ended | Passed)[]): Ended | Passed => {
  let last: Passed = { by: undefined };
  for (const stage of stages) {
    const done = stage();
    if (isEnded(done)) return done;
    last = done;
  }
  return last;
};

export const causeOf = ({ by }: Passed): Cause => by ?? 'no rule';

/** Where connection tracking is off, no rule sees the state of a connection. */
export const track = (packet: Traveller): Passed => {
  const enabled = packet.ground.setting('/ip/firewall/connection/tracking', 'enabled');
  if (enabled !== undefined && !isPresent(enabled)) {
    packet.say('connection tracking is off');
    packet.state = 'untracked';
  }
  return { by: undefined };
};
