import { Duplex } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { freePort, leakGuard, until } from '@ferrule/testing';
import { all, outcome, print, silence, specGround } from '../fake/ground.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const { both, driverFor } = specGround();

describe('closing', () => {
  it('settles what is sent and what waits, and what comes after', async () => {
    const { router, driver } = await both(silence, { inFlight: 1 });
    const sent = driver.send(print);
    const queued = driver.send(print);
    const rows = all(driver.stream(print));
    await until(() => router.commands.length === 1);
    const closed = driver.close();
    await expect(outcome(sent)).resolves.toEqual({ code: 'CLOSED', sent: true });
    await expect(outcome(queued)).resolves.toEqual({ code: 'CLOSED', sent: false });
    await expect(outcome(rows)).resolves.toEqual({ code: 'CLOSED', sent: false });
    await closed;
    await expect(outcome(driver.send(print))).resolves.toEqual({ code: 'CLOSED', sent: false });
    await driver.close();
    expect(router.connections).toBe(1);
  });

  it('does not wait for a connection that is being made', async () => {
    const { driver } = await both(silence, {}, { login: silence });
    const answer = driver.send(print);
    await driver.close();
    await expect(outcome(answer)).resolves.toEqual({ code: 'CLOSED', sent: false });
  });
});

describe('closing while a connection is being made', () => {
  it('leaves none behind, however far it has come', async () => {
    for (let steps = 0; steps < 40; steps++) {
      const closed = Promise.withResolvers<void>();
      const closeInTime = async () => {
        for (let step = 0; step < steps; step++) await Promise.resolve();
        await driver.close();
      };
      const socket = new Duplex({
        read: () => undefined,
        write(this: Duplex, _chunk, _encoding, done) {
          done();
          if (this.listenerCount('data') > 1) return;
          // After the session's own listener, which then has let in.
          this.on('data', () => closed.resolve(closeInTime()));
          this.push(encodeSentence(['!done']));
        },
      });
      const driver = driverFor(0, { dial: () => Promise.resolve(socket) });
      const answer = outcome(driver.send(print));
      await closed.promise;
      expect({ steps, open: !socket.destroyed }).toEqual({ steps, open: false });
      await expect(answer).resolves.toMatchObject({ code: 'CLOSED' });
    }
  });

  it('does not wait for the pause before the next attempt', async () => {
    const failed = Promise.withResolvers<void>();
    const driver = driverFor(await freePort(), {
      backoffMs: { first: 60_000, longest: 60_000 },
      patienceMs: 300_000,
      events: { disconnected: () => failed.resolve() },
    });
    const answer = outcome(driver.send(print));
    await failed.promise;
    await driver.close();
    await expect(answer).resolves.toEqual({ code: 'CLOSED', sent: false });
  });
});
