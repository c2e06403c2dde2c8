import { RouterError, type RouterDriver, type RouterReply } from '@ferrule/router-domain';
import type { Asked, FakeRouter, FakeRouterSettings } from '../fake/fake-router.ts';
import type { RouterOsAddress } from '../session/settings.ts';

/** A fake router that answers so, and the driver under test, logged in to it as soon as it asks. */
export type Meet = (
  answer: (asked: Asked) => void,
  settings?: { fake?: FakeRouterSettings; tls?: RouterOsAddress['tls'] },
) => Promise<{ driver: RouterDriver; router: FakeRouter }>;

export interface Fault {
  /** What a driver does, as the rest of a sentence. */
  readonly name: string;
  /** Throws when the driver does not. */
  readonly holds: (meet: Meet) => Promise<void>;
}

export const print = { command: '/interface/print' };
export const rowAndEnd = [['!re', '=name=ether1'], ['!done']];

export const expectSame = (seen: unknown, wanted: unknown): void => {
  if (JSON.stringify(seen) !== JSON.stringify(wanted))
    throw new Error(`expected ${JSON.stringify(wanted)}, not ${JSON.stringify(seen)}`);
};
export const read = async (driver: RouterDriver): Promise<void> => {
  expectSame(await driver.send(print), { rows: [{ name: 'ether1' }] });
};
export const failureOf = async (answer: Promise<RouterReply>): Promise<RouterError> => {
  const error: unknown = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RouterError) return error;
  throw new Error('it did not fail as drivers do', { cause: error });
};
export const answerWell = ({ reply }: Asked): void => {
  for (const words of rowAndEnd) reply(...words);
};
