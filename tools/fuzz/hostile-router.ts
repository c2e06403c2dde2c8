import { Duplex } from 'node:stream';
import { RouterError } from '@ferrule/router-domain';
import { encodeSentence, RouterOsDriver } from '@ferrule/routeros';

/** Numbers that look random and are the same for the same seed. */
export type Dice = (below: number) => number;

export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const pick = <T>(dice: Dice, ...choices: readonly [T, ...T[]]): T =>
  choices[dice(choices.length)] ?? choices[0];

const randomBytes = (dice: Dice, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => dice(256)));

const usualReplies = ['!re', '!done', '!trap', '!empty'] as const;
const oddReplies = ['!fatal', '!later', 're', '!', '!DONE'] as const;
const otherWords = [
  '=.id=*1',
  '=name=ether1',
  '=ret=*1A',
  '=ret=0123456789abcdef0123456789abcdef',
  '=message=no such item',
  '=category=2',
  '=category=x',
  '=__proto__=x',
  '=',
  '==',
  '.tag=',
  'a bare word',
] as const;

/** A reply that a router might send, or nearly. */
const sentence = (dice: Dice): Buffer => {
  const words: (string | Uint8Array)[] = [
    dice(12) === 0 ? pick(dice, ...oddReplies) : pick(dice, ...usualReplies),
  ];
  const tag = pick(dice, '2', '3', '4', '2', '3', '4', '1', 'c2', '99');
  if (dice(8) > 0) words.push(`.tag=${tag}`);
  for (let more = dice(5); more > 0; more--)
    words.push(dice(12) === 0 ? randomBytes(dice, 1 + dice(200)) : pick(dice, ...otherWords));
  return encodeSentence(words);
};

const damage = (dice: Dice, bytes: Buffer): Buffer => {
  const at = dice(bytes.length + 1);
  switch (dice(4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([
        bytes.subarray(0, at),
        randomBytes(dice, 1 + dice(6)),
        bytes.subarray(at),
      ]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    default: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = dice(256);
      return flipped;
    }
  }
};

/** What the router says in one connection: noise, or replies of which some are damaged. */
export const speech = (dice: Dice): Buffer => {
  if (dice(4) === 0) return randomBytes(dice, dice(80));
  const parts = dice(8) === 0 ? [] : [encodeSentence(['!done'])];
  for (let more = dice(24); more > 0; more--) parts.push(sentence(dice));
  const whole = Buffer.concat(parts);
  return dice(3) === 0 ? damage(dice, whole) : whole;
};

/** A line to a router that says its speech in pieces and then hangs up, in one way or another. */
class HostileLine extends Duplex {
  readonly #dice: Dice;
  #rest: Buffer;

  constructor(dice: Dice) {
    super({ autoDestroy: true });
    this.#dice = dice;
    this.#rest = speech(dice);
  }

  override _read(): void {
    if (this.#rest.length === 0) {
      this.#hangUp();
      return;
    }
    const length = 1 + this.#dice(pick(this.#dice, 3, 40, 400));
    const piece = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    // Most of it when the commands are there already, some of it before.
    if (this.#dice(8) === 0) this.push(piece);
    else setImmediate(() => this.push(piece));
  }

  override _write(_: unknown, __: unknown, done: () => void): void {
    done();
  }

  #hangUp(): void {
    if (this.#dice(3) === 0) this.destroy(new Error('read ECONNRESET'));
    else setImmediate(() => this.push(null));
  }
}

export interface Assault {
  readonly answered: number;
  readonly failed: number;
}

/**
 * Lets a driver work with a router that says anything, until every command is settled. Throws when
 * one fails in a way that is not the port's.
 */
export async function assault(seed: number): Promise<Assault> {
  const dice = diceOf(seed);
  let lines = 1 + dice(2);
  const driver = new RouterOsDriver({
    host: 'hostile',
    user: 'admin',
    password: '',
    patienceMs: 0,
    inFlight: 1 + dice(4),
    backoffMs: { first: 0, longest: 0 },
    dial: () =>
      lines-- > 0
        ? Promise.resolve(new HostileLine(dice))
        : Promise.reject(new Error('connect ECONNREFUSED')),
  });
  let answered = 0;
  let failed = 0;
  const settle = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      answered++;
    } catch (error) {
      if (!(error instanceof RouterError)) throw error;
      failed++;
    }
  };
  const print = { command: '/interface/print' };
  await Promise.all([
    settle(() => driver.send(print)),
    settle(() => driver.send(print)),
    settle(async () => {
      for await (const _ of driver.stream(print)) if (dice(8) === 0) break;
    }),
  ]);
  await driver.close();
  return { answered, failed };
}
