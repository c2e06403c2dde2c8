import { describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import { faultyRouter, identity, segments, vlan } from './spec-faulty-router.ts';

leakGuard();

const box = faultyRouter();
const { dial, vlans } = box;

describe('bytes', () => {
  it('come one by one', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'split', size: 1, pauseMs: 1 });
    const pieces = await segments(client, identity);
    expect(pieces.length).toBeGreaterThan(15);
    expect(Buffer.concat(pieces).toString('latin1')).toContain('=name=MikroTik');
  });

  it('come all but the last one', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'split', lastByteApart: true, pauseMs: 20 });
    const pieces = await segments(client, identity);
    expect(pieces.map(({ length }) => length)).toEqual([26, 1]);
  });

  it('of others come as always', async () => {
    const [, other] = [await dial(), await dial()];
    box.simulator.faults.add({ do: 'split', size: 1, connection: 1 });
    expect((await segments(other, identity)).length).toBe(1);
  });

  it('have their tags where a router of some version has them', async () => {
    const client = await dial();
    const ask = async () => (await client.talk(identity, '.tag=t'))[0];
    box.simulator.faults.add({ do: 'tags', order: 'first' });
    expect(await ask()).toEqual(['!re', '.tag=t', '=name=MikroTik']);
    box.simulator.faults.clear();
    box.simulator.faults.add({ do: 'tags', order: 'alternate' });
    expect(await ask()).toEqual(['!re', '=name=MikroTik', '.tag=t']);
    expect(await ask()).toEqual(['!re', '.tag=t', '=name=MikroTik']);
  });

  it('belong to no command', async () => {
    const client = await dial();
    box.simulator.faults.add({
      do: 'say',
      sentences: [
        ['!trap', '=message=Привет'],
        ['!done', '.tag=old'],
      ],
    });
    client.send(identity, '.tag=new');
    expect([await client.next(), await client.next()]).toEqual([
      ['!trap', '=message=Привет'],
      ['!done', '.tag=old'],
    ]);
    expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=new']);
  });
});

describe('silence', () => {
  it('is kept about a command that never ran, and about one that did', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'silence', verb: 'add', times: 1 });
    box.simulator.faults.add({ do: 'silence', run: true, verb: 'add' });
    client.send(...vlan(1), '.tag=1');
    client.send(...vlan(2), '.tag=2');
    expect((await client.talk(identity, '.tag=3')).at(-1)).toEqual(['!done', '.tag=3']);
    expect(await vlans()).toEqual(['v2']);
  });
});
