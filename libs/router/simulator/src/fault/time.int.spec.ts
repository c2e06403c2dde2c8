import { describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import { faultyRouter, identity, row, together, vlan } from './spec-faulty-router.ts';

leakGuard();

const box = faultyRouter();
const { dial, vlans } = box;

describe('time', () => {
  it('before a command lets others pass', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'delay', ms: 150, verb: 'add' });
    together(client, [...vlan(1), '.tag=slow'], [identity, '.tag=fast']);
    expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=fast']);
    expect(await vlans()).toEqual([]);
    expect((await client.replies()).at(-1)).toContain('.tag=slow');
    expect(await vlans()).toEqual(['v1']);
  });

  it('before a reply finds the work done', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'late', ms: 150, verb: 'add' });
    together(client, [...vlan(1), '.tag=late'], [identity, '.tag=fast']);
    expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=fast']);
    expect(await vlans()).toEqual(['v1']);
    expect((await client.replies()).at(-1)).toContain('.tag=late');
  });

  it('on the way delays everything and disorders nothing, also while it ends', async () => {
    const client = await dial();
    const id = box.simulator.faults.add({ do: 'latency', ms: 40, jitterMs: 20 });
    const start = performance.now();
    client.send(identity, '.tag=a');
    await until(() => box.simulator.router.journal.total === 2);
    await client.talk(identity, '.tag=b').then(async (first) => {
      expect(first.at(-1)).toEqual(['!done', '.tag=a']);
      box.simulator.faults.remove(id);
      client.send(identity, '.tag=c');
      expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=b']);
      expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=c']);
    });
    expect(performance.now() - start).toBeGreaterThan(38);
  });

  it('may be drawn, on the way and before a command', async () => {
    const client = await dial();
    const start = performance.now();
    for (const kind of ['latency', 'delay'] as const) {
      box.simulator.faults.clear();
      box.simulator.faults.add({ do: kind, ms: 0, jitterMs: 20 });
      for (let count = 0; count < 10; count += 1) await client.talk(identity);
    }
    expect(performance.now() - start).toBeGreaterThan(100);
  });

  it('that a command waits ends when it is cancelled, and it never runs', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'delay', ms: 30, verb: 'add' });
    together(client, [...vlan(1), '.tag=victim'], ['/cancel', '=tag=victim', '.tag=stop']);
    expect([await client.next(), await client.next(), await client.next()]).toEqual([
      ['!trap', '=category=2', '=message=interrupted', '.tag=victim'],
      ['!done', '.tag=stop'],
      ['!done', '.tag=victim'],
    ]);
    expect(await client.outcome(...vlan(2))).toMatch(/^\*/u);
    expect(await vlans()).toEqual(['v2']);
  });

  it('is none for a burst over all connections, and nobody waits once the fault is gone', async () => {
    const clients = [await dial(), await dial()];
    const id = box.simulator.faults.add({ do: 'clamp', burst: 20, perSecond: 1 });
    // One a second would take longer than a spec may.
    for (let count = 0; count < 20; count += 1) await clients[count % 2]?.talk(identity);
    for (const client of clients) for (let count = 0; count < 10; count += 1) client.send(identity);
    await until(() => box.simulator.faults.list[0]?.matched === 40);
    box.simulator.faults.remove(id);
    for (const client of clients)
      for (let count = 0; count < 10; count += 1)
        expect(await client.replies()).toEqual([row, ['!done']]);
  });

  it('is, past a burst, what the rate of a router makes it, first come first served', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'clamp', burst: 1, perSecond: 200 });
    const start = performance.now();
    for (let count = 0; count < 41; count += 1) client.send(identity, `.tag=${count}`);
    for (let count = 0; count < 41; count += 1)
      expect((await client.replies()).at(-1)).toEqual(['!done', `.tag=${count}`]);
    expect(performance.now() - start).toBeGreaterThan(195);
  });

  it('stands still now and then', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'clamp', stallEvery: 2, stallMs: 80 });
    await client.talk(identity);
    await client.talk(identity);
    const start = performance.now();
    await client.talk(identity);
    expect(performance.now() - start).toBeGreaterThan(70);
  });
});
