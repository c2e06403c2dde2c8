import { expect } from '@jest/globals';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { encodeSentence } from '@ferrule/routeros';
import { Trap, type Interceptor, type Simulator } from '@ferrule/router-simulator-core';
import type { Ground, Property } from './property.ts';

export interface Simulated extends Ground {
  readonly simulator: Simulator;
  /** From now on, on every connection. */
  readonly fault: (interceptor: Interceptor) => void;
}

const identity = { command: '/system/identity/print' };
const vlan = (name: string) => ({
  command: '/interface/vlan/add',
  attributes: { name, interface: 'ether1', 'vlan-id': '100' },
});
const isVlan = (words: readonly string[]) => words[0] === '/interface/vlan/add';

const vlans = async ({ simulator }: Simulated): Promise<number> =>
  (await simulator.router.run(['/interface/vlan/print'])).rows.length;

/** Sends every piece after the one before it, with a pause between them. */
const inPieces = (
  cut: (bytes: Buffer) => readonly Buffer[],
  between: () => Promise<unknown>,
): Interceptor => {
  let last = Promise.resolve();
  return {
    outgoing: (_, bytes, send) => {
      last = last.then(async () => {
        for (const piece of cut(bytes)) {
          send(piece);
          await between();
        }
      });
    },
  };
};

/** Commands that arrive take so long before they run. */
const slow = (milliseconds: (words: readonly string[]) => number): Interceptor => ({
  arrived: async (_, words) => {
    await pause(milliseconds(words));
    return 'run' as const;
  },
});

export const faultProperties: readonly Property<Simulated>[] = [
  {
    name: 'reads replies that come byte by byte',
    holds: async ({ driver, fault }) => {
      fault(inPieces((bytes) => Array.from(bytes, (byte) => Buffer.of(byte)), turn));
      await expect(driver.send(identity)).resolves.toHaveProperty('rows.length', 1);
    },
  },
  {
    name: 'reads replies whose last byte comes later',
    holds: async ({ driver, fault }) => {
      fault(
        inPieces(
          (bytes) => [bytes.subarray(0, -1), bytes.subarray(-1)],
          () => pause(20),
        ),
      );
      await expect(driver.send(identity)).resolves.toHaveProperty('rows.length', 1);
    },
  },
  {
    name: 'waits for many answers of a distant router at once',
    holds: async ({ driver, fault }) => {
      fault(slow(() => 40));
      const since = performance.now();
      await Promise.all(Array.from({ length: 50 }, () => driver.send(identity)));
      expect(performance.now() - since).toBeLessThan(50 * 40 * 0.5);
    },
  },
  {
    name: 'gives up a command that is never answered, and goes on',
    holds: async (ground) => {
      ground.fault({ arrived: (_, words) => (isVlan(words) ? 'mute' : 'run') });
      await expect(ground.driver.send(vlan('a'), { timeoutMs: 50 })).rejects.toMatchObject({
        code: 'TIMED_OUT',
        sent: true,
      });
      await ground.driver.send(identity);
      expect(await vlans(ground)).toBe(1);
    },
  },
  {
    name: 'is not harmed by an answer that comes after it gave up',
    holds: async ({ driver, fault }) => {
      fault(slow((words) => (isVlan(words) ? 100 : 0)));
      await expect(driver.send(vlan('a'), { timeoutMs: 30 })).rejects.toMatchObject({
        code: 'TIMED_OUT',
      });
      await pause(150);
      await driver.send(identity);
    },
  },
  {
    name: 'says that a write may have happened when the router dies after it',
    holds: async (ground) => {
      const { driver, fault } = ground;
      fault({
        executed: (connection, words) => {
          if (!isVlan(words)) return 'reply';
          connection.socket.resetAndDestroy();
          return 'drop';
        },
      });
      await expect(driver.send(vlan('a'))).rejects.toMatchObject({ code: 'LOST', sent: true });
      expect(await vlans(ground)).toBe(1);
      await driver.send(identity);
    },
  },
  {
    name: 'settles what waits when the router hangs up in the middle of a reply',
    holds: async ({ driver, fault }) => {
      let cutting = true;
      fault({
        outgoing: (connection, bytes, send) => {
          if (!cutting || !bytes.includes('!re')) {
            send(bytes);
            return;
          }
          cutting = false;
          connection.socket.end(bytes.subarray(0, bytes.length >> 1));
        },
      });
      await expect(driver.send(identity)).rejects.toMatchObject({ code: 'LOST', sent: true });
      await driver.send(identity);
    },
  },
  {
    name: 'settles what waits when the router ends the session',
    holds: async ({ driver, fault }) => {
      let ending = true;
      fault({
        arrived: (connection) => {
          if (connection.user === undefined || !ending) return 'run';
          ending = false;
          connection.socket.write(encodeSentence(['!fatal', 'session terminated on request']));
          return 'drop';
        },
      });
      await expect(driver.send(identity)).rejects.toMatchObject({ code: 'LOST', sent: true });
      await driver.send(identity);
    },
  },
  {
    name: 'carries out every write but the one that is refused',
    holds: async (ground) => {
      let writes = 0;
      ground.fault({
        arrived: (_, words) =>
          isVlan(words) && ++writes === 3 ? new Trap('failure: no space left') : 'run',
      });
      const outcomes: string[] = [];
      for (const name of ['a', 'b', 'c', 'd'].map((id) => `v${id}`)) {
        const add = {
          ...vlan(name),
          attributes: { ...vlan(name).attributes, 'vlan-id': String(100 + outcomes.length) },
        };
        const answer = ground.driver.send(add);
        outcomes.push(await answer.then(() => 'done', String));
      }
      expect(outcomes).toEqual(['done', 'done', 'RouterTrap: failure: no space left', 'done']);
      expect(await vlans(ground)).toBe(3);
    },
  },
  {
    name: 'comes back after a reboot, to what the router has kept',
    holds: async (ground) => {
      await ground.driver.send(vlan('a'));
      ground.simulator.router.reboot({ lose: true });
      // Until it has noticed: it may write into a connection that is gone.
      await ground.driver
        .send(identity)
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'LOST' }));
      await ground.driver.send(identity);
      expect(await vlans(ground)).toBe(0);
    },
  },
  {
    name: 'hears that its user has no rights',
    holds: async ({ open }) => {
      await expect(open({ user: 'reader' }).send(vlan('a'))).rejects.toMatchObject({
        code: 'REFUSED',
        message: 'not enough permissions (9)',
      });
    },
  },
  {
    name: 'hears that another administrator was faster',
    holds: async ({ driver, open }) => {
      const { ret } = await driver.send(vlan('a'));
      const attributes = { '.id': ret ?? '' };
      await open().send({ command: '/interface/vlan/remove', attributes });
      await expect(
        driver.send({ command: '/interface/vlan/remove', attributes }),
      ).rejects.toMatchObject({
        code: 'REFUSED',
        message: expect.stringContaining('no such item'),
      });
    },
  },
  {
    name: 'hears that the disk is full, and goes on with what needs none',
    holds: async ({ driver, simulator }) => {
      const file = { command: '/file/add', attributes: { name: 'a.rsc', contents: '# a' } };
      const full = simulator.faults.add({ do: 'full-disk' });
      const [refused, added] = await Promise.allSettled([
        driver.send(file),
        driver.send(vlan('a')),
      ]);
      expect(refused).toMatchObject({
        reason: { code: 'REFUSED', message: 'failure: not enough space on disk' },
      });
      expect(added).toMatchObject({ status: 'fulfilled' });
      simulator.faults.remove(full);
      await driver.send(file);
    },
  },
  {
    name: 'gets every answer of a router that slows down all its connections together',
    holds: async ({ driver, open, simulator }) => {
      // A burst of 200, and then 130 a second, as routers were seen to do.
      simulator.faults.add({ do: 'clamp' });
      const other = open();
      const since = performance.now();
      const reads = Array.from({ length: 130 }, () =>
        [driver, other].map((one) => one.send(identity)),
      );
      await Promise.all(reads.flat());
      expect(performance.now() - since).toBeGreaterThan((2 * 130 - 200) / 0.131);
    },
  },
  {
    name: 'knows a router by the fingerprint of its certificate, and no other',
    holds: async ({ open, simulator: { tls } }) => {
      const own = open({ port: tls?.port ?? 0, tls: { fingerprint256: tls?.fingerprint ?? '' } });
      await expect(own.send(identity)).resolves.toHaveProperty('rows.length', 1);
      const other = open({ port: tls?.port ?? 0, tls: { fingerprint256: '00'.repeat(32) } });
      await expect(other.send(identity)).rejects.toMatchObject({ code: 'UNTRUSTED' });
    },
  },
];
