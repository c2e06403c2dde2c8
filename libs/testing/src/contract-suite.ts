import { jestScope } from './jest-scope.ts';

/** An adapter under test, opened for one spec and closed after it. */
export interface Opened<Port> {
  readonly subject: Port;
  close?(): void | Promise<void>;
}

/**
 * A suite that every adapter of a port must pass, written once:
 *
 *     export const driverContract = contractSuite<RouterDriver>('a router driver', (subject) => {
 *       it('answers', async () => { expect(await subject().read('/interface')).toEqual([]); });
 *     });
 *     driverContract('the fake', () => ({ subject: new FakeDriver() }));
 *     driverContract('RouterOS', openRealDriver);
 *
 * Every spec gets an adapter of its own.
 */
export function contractSuite<Port>(
  name: string,
  suite: (subject: () => Port) => void,
): (adapter: string, open: () => Opened<Port> | Promise<Opened<Port>>) => void {
  return (adapter, open) => {
    const { afterEach, beforeEach, describe } = jestScope();
    describe(`${name}: ${adapter}`, () => {
      let opened: Opened<Port> | undefined;
      beforeEach(async () => {
        opened = await open();
      });
      afterEach(async () => {
        const last = opened;
        opened = undefined;
        await last?.close?.();
      });
      suite(() => {
        if (opened === undefined) throw new Error('the adapter is open only while a spec runs');
        return opened.subject;
      });
    });
  };
}
