import { describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import { all, outcome, print, silence, specGround } from '../fake/ground.ts';

leakGuard();
const { both } = specGround();

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
