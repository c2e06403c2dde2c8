import fc from 'fast-check';
import type { SimulatedRouter } from '@ferrule/router-simulator-core';
import type { Meddler } from './plan-ground.ts';
import { damage, inflict, type Damage, type Damaged } from './plan-live.ts';

/** What befalls one write. */
export type Trouble =
  /** The router says no, and may have done it all the same. */
  | { readonly kind: 'refused'; readonly at: number; readonly happens: boolean }
  /** Nothing is heard of it, and it may have been done. */
  | { readonly kind: 'lost'; readonly at: number; readonly happens: boolean }
  /** From here on nothing is sent any more: too late, or taken back. */
  | { readonly kind: 'stopped'; readonly at: number };

export const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('refused' as const, 'lost' as const),
    at: fc.nat(25),
    happens: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('stopped' as const), at: fc.nat(25) }),
);

export const withTrouble = (trouble_: Trouble): Meddler => {
  let writes = 0;
  let isStopped = false;
  return async (_command, isWrite, run) => {
    if (isWrite) writes += 1;
    const isNow = isWrite && writes - 1 === trouble_.at;
    if (trouble_.kind === 'stopped') {
      isStopped ||= isNow;
      const failure = { code: 'CANCELLED', message: 'taken back', field: null, suggestion: null };
      return isStopped ? { unsent: { ...failure, code: 'CANCELLED' as const } } : run();
    }
    if (!isNow) return run();
    if (trouble_.happens) await run();
    return trouble_.kind === 'lost'
      ? { unknown: 'LOST' }
      : { trap: { message: 'failure: not today', category: null } };
  };
};

export interface Intruder {
  readonly at: number;
  readonly damage: Damage;
  readonly ofOurs: boolean;
}

export const intruder: fc.Arbitrary<Intruder> = fc.record({
  at: fc.nat(60),
  damage,
  ofOurs: fc.boolean(),
});

/** Somebody else changes a row before one of our commands; `did` says which. */
export const withIntruder = (
  router: SimulatedRouter,
  { at, damage: what, ofOurs }: Intruder,
  tag: string,
): { readonly meddler: Meddler; readonly did: () => Damaged | undefined } => {
  let commands = 0;
  let did: Damaged | undefined;
  return {
    did: () => did,
    meddler: async (_command, _writes, run) => {
      if (commands === at) did = await inflict(router, what, ofOurs ? tag : undefined);
      commands += 1;
      return run();
    },
  };
};
