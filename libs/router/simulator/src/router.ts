import { effectNamed } from './effects/all-effects.ts';
import type { Effect } from './effects/effect.ts';
import { interfaceEffect } from './effects/network-interface.ts';
import type { Catalogue, CompiledMenu } from './menu/catalogue.ts';
import type { Profile } from './profile/profile.ts';
import { State } from './state/state.ts';
import { Expiry } from './system/expiry.ts';
import { History } from './system/history.ts';
import type { Housing } from './system/housing.ts';

const effectsOfMenus = new WeakMap<CompiledMenu, readonly Effect[]>();

const collectEffects = (menu: CompiledMenu): readonly Effect[] => {
  const effects = new Set<Effect>();
  if (menu.space === '/interface') effects.add(interfaceEffect);
  for (const name of menu.effects ?? []) {
    const effect = effectNamed(name);
    if (effect !== undefined) effects.add(effect);
  }
  return [...effects];
};

/** What every effect of the menu does, found once for all routers that have it. */
export const effectsOf = (menu: CompiledMenu): readonly Effect[] => {
  let effects = effectsOfMenus.get(menu);
  if (effects === undefined) {
    effects = collectEffects(menu);
    effectsOfMenus.set(menu, effects);
  }
  return effects;
};

export interface RouterSettings {
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  /** Everything that is drawn, keys and MAC addresses, follows from it. */
  readonly seed: number;
  readonly clock: () => Date;
  /** By how many milliseconds its own clock was set off against that one. */
  readonly ahead: number;
  readonly housing: Housing;
}

/** One router: its state and what it is. Connections, scripts and tests act on it through `command/`. */
export class Router {
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  readonly state: State;
  readonly housing: Housing;
  readonly history: History;
  readonly expiry: Expiry;
  readonly #seed: number;
  readonly #clock: () => Date;
  readonly #startedAt: number;
  #drawn: number;
  #ahead: number;
  #isOver = false;

  constructor({ profile, catalogue, seed, clock, ahead, housing }: RouterSettings) {
    this.profile = profile;
    this.catalogue = catalogue;
    this.state = new State(catalogue);
    this.#seed = seed;
    this.#drawn = seed >>> 0;
    this.#clock = clock;
    this.housing = housing;
    this.history = new History(this);
    this.expiry = new Expiry(this);
    this.#startedAt = clock().getTime();
    this.#ahead = ahead;
  }

  /** What its own clock shows, which anybody may set. */
  get time(): Date {
    return new Date(this.#clock().getTime() + this.#ahead);
  }

  set time(time: Date) {
    this.#ahead = time.getTime() - this.#clock().getTime();
  }

  /** It was rebooted or stopped, and another may be in its place: scripts that still run end. */
  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
  }

  get ahead(): number {
    return this.#ahead;
  }

  /** Milliseconds, whatever its clock is set to. */
  get uptime(): number {
    return this.#clock().getTime() - this.#startedAt;
  }

  /** `2026-11-20 11:48:00` */
  now(): string {
    return this.time.toISOString().slice(0, 19).replace('T', ' ');
  }

  /** Not for secrets of anybody: the same seed draws the same bytes. */
  random(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += 1) {
      this.#drawn = (this.#drawn + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(this.#drawn ^ (this.#drawn >>> 15), this.#drawn | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      bytes[at] = (mixed ^ (mixed >>> 14)) & 0xff;
    }
    return bytes;
  }

  /** Of MikroTik's block; the same for the same interface of the same router. */
  macFor(id: number): string {
    const low = (Math.imul(this.#seed + 1, 0x9e37) + id) & 0xffffff;
    const hex = (0x48a98a000000 + low).toString(16).padStart(12, '0').toUpperCase();
    return (hex.match(/../gu) ?? []).join(':');
  }
}
