import { describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import { faultyRouter, identity, row, vlan } from './spec-faulty-router.ts';

leakGuard();

const box = faultyRouter();
const { dial, vlans } = box;

describe('a refusal', () => {
  it('meets the n-th write, and neither reads nor other writes', async () => {
    const { faults } = box.simulator;
    const client = await dial();
    faults.add({ do: 'refuse', write: true, nth: 2, message: 'failure: Дом', category: 4 });
    expect(await client.outcome(...vlan(1))).toMatch(/^\*/u);
    expect(await client.talk(identity)).toEqual([row, ['!done']]);
    expect(await client.talk(...vlan(2))).toEqual([
      ['!trap', '=category=4', '=message=failure: Дом'],
      ['!done'],
    ]);
    expect(await client.outcome(...vlan(3))).toMatch(/^\*/u);
    expect(await vlans()).toEqual(['v1', 'v3']);
    expect(faults.list).toMatchObject([{ matched: 3, struck: 1 }]);
  });

  it('meets the menu, the verb, the user and the connection that it names', async () => {
    const { faults } = box.simulator;
    const [admin, eve] = [await dial(), await dial('eve')];
    faults.add({ do: 'refuse', path: '/interface/*', verb: 'add', message: 'menu' });
    expect(await admin.outcome(...vlan(1))).toBe('menu');
    expect((await admin.talk('/interface/vlan/print', '=count-only=')).length).toBe(1);
    expect(await admin.outcome('/ip/pool/add', '=name=p', '=ranges=192.0.2.1')).toMatch(/^\*/u);
    faults.clear();
    faults.add({ do: 'refuse', user: 'eve', message: 'user' });
    faults.add({ do: 'refuse', connection: 1, message: 'connection' });
    expect(await eve.outcome(identity)).toBe('user');
    expect(await admin.outcome(identity)).toBe('connection');
  });

  it('of a write meets scripts and imports, for they write', async () => {
    const client = await dial();
    await client.talk('/system/script/add', '=name=s', '=source=:put x');
    await client.talk('/file/add', '=name=s.rsc', '=contents=:put x');
    box.simulator.faults.add({ do: 'refuse', write: true, message: 'no' });
    expect(await client.outcome('/system/script/run', '=.id=s')).toBe('no');
    expect(await client.outcome('/import', '=file-name=s.rsc')).toBe('no');
    expect(await client.outcome('/execute', '=script=:put x')).toBe('no');
    box.simulator.faults.clear();
    box.simulator.faults.add({ do: 'refuse', write: false, message: 'no' });
    expect(await client.outcome('/system/script/run', '=.id=s')).not.toBe('no');
    expect(await client.outcome(identity)).toBe('no');
  });

  it('is over after so many times, or when it is taken away', async () => {
    const { faults } = box.simulator;
    const client = await dial();
    faults.add({ do: 'refuse', times: 2 });
    const id = faults.add({ do: 'refuse', path: '/ip/pool', message: 'pool' });
    expect(await client.outcome(identity)).toBe('failure: refused by a fault');
    expect(await client.outcome(identity)).toBe('failure: refused by a fault');
    expect(await client.outcome(identity)).toBe('done');
    expect(await client.outcome('/ip/pool/print')).toBe('pool');
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(await client.outcome('/ip/pool/print')).toBe('done');
  });

  it('for want of rights leaves what needs none of them', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'rights', without: ['write'] });
    expect(await client.outcome(...vlan(1))).toBe('not enough permissions (9)');
    expect(await client.outcome('/safe-mode/take')).toBe('not enough permissions (9)');
    expect(await client.rows(identity)).toEqual([{ name: 'MikroTik' }]);
  });

  it('for want of space meets what writes a file', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'full-disk', message: 'full' });
    expect(await client.outcome('/file/add', '=name=x.rsc', '=contents=x')).toBe('full');
    expect(await client.outcome('/export', '=file=all')).toBe('full');
    expect(await client.outcome('/interface/print', '=file=all')).toBe('full');
    expect(await client.outcome(...vlan(1))).toMatch(/^\*/u);
  });
});

describe('a second administrator', () => {
  it('changes rows just before a command, and just after', async () => {
    const client = await dial();
    await client.talk(...vlan(1));
    box.simulator.faults.add({
      do: 'administrator',
      verb: 'set',
      nth: 1,
      commands: [['/interface/vlan/remove', '=.id=v1'], ['/no/such/menu/print'], vlan(2)],
    });
    box.simulator.faults.add({
      do: 'administrator',
      verb: 'set',
      nth: 2,
      when: 'after',
      commands: [['/interface/vlan/set', '=.id=v2', '=comment=mine']],
    });
    expect(await client.outcome('/interface/vlan/set', '=.id=v1', '=comment=x')).toBe(
      'no such item',
    );
    expect(await client.outcome('/interface/vlan/set', '=.id=v2', '=comment=yours')).toBe('done');
    expect(await client.rows('/interface/vlan/print', '=.proplist=comment')).toMatchObject([
      { comment: 'mine' },
    ]);
  });
});

describe('several faults', () => {
  it('strike one after the other', async () => {
    const client = await dial();
    const { faults } = box.simulator;
    faults.add({ do: 'delay', ms: 20, verb: 'add' });
    faults.add({ do: 'administrator', commands: [vlan(9)], verb: 'add' });
    faults.add({ do: 'late', ms: 20, verb: 'add' });
    faults.add({ do: 'refuse', verb: 'add', nth: 2, message: 'second' });
    expect(await client.outcome(...vlan(1))).toMatch(/^\*/u);
    expect(await client.outcome(...vlan(2))).toBe('second');
    expect(await vlans()).toEqual(['v9', 'v1']);
  });
});
