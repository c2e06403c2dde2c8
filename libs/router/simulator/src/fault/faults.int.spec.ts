import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeSentence } from '@ferrule/routeros';
import { leakGuard, until } from '@ferrule/testing';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

leakGuard();

let simulator: Simulator;
const open: RawClient[] = [];

const dial = async (user?: string) => {
  const client = await RawClient.to(simulator.port, user);
  open.push(client);
  return client;
};

beforeEach(async () => {
  simulator = await startSimulator({
    users: [
      { name: 'admin', password: '' },
      { name: 'eve', password: '' },
    ],
  });
});

afterEach(async () => {
  open.splice(0).forEach((client) => client.close());
  await simulator.stop();
});

const vlan = (id: number) => [
  '/interface/vlan/add',
  `=name=v${id}`,
  `=vlan-id=${id}`,
  '=interface=ether1',
];
const vlans = async () => {
  const { rows } = await simulator.router.run(['/interface/vlan/print']);
  return rows.map(({ name }) => name);
};
const identity = '/system/identity/print';
const row = ['!re', '=name=MikroTik'];

/** In one segment, so that one turn of the router has them all. */
const together = (client: RawClient, ...commands: readonly (readonly string[])[]) =>
  client.socket.write(Buffer.concat(commands.map((words) => encodeSentence(words))));

/** How many pieces arrived until the reply was whole. */
const segments = async (client: RawClient, ...words: string[]) => {
  const pieces: Buffer[] = [];
  client.socket.on('data', (chunk) => pieces.push(chunk));
  await client.talk(...words);
  return pieces;
};

describe('a refusal', () => {
  it('meets the n-th write, and neither reads nor other writes', async () => {
    const { faults } = simulator;
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
    const { faults } = simulator;
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
    simulator.faults.add({ do: 'refuse', write: true, message: 'no' });
    expect(await client.outcome('/system/script/run', '=.id=s')).toBe('no');
    expect(await client.outcome('/import', '=file-name=s.rsc')).toBe('no');
    expect(await client.outcome('/execute', '=script=:put x')).toBe('no');
    simulator.faults.clear();
    simulator.faults.add({ do: 'refuse', write: false, message: 'no' });
    expect(await client.outcome('/system/script/run', '=.id=s')).not.toBe('no');
    expect(await client.outcome(identity)).toBe('no');
  });

  it('is over after so many times, or when it is taken away', async () => {
    const { faults } = simulator;
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
    simulator.faults.add({ do: 'rights', without: ['write'] });
    expect(await client.outcome(...vlan(1))).toBe('not enough permissions (9)');
    expect(await client.outcome('/safe-mode/take')).toBe('not enough permissions (9)');
    expect(await client.rows(identity)).toEqual([{ name: 'MikroTik' }]);
  });

  it('for want of space meets what writes a file', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'full-disk', message: 'full' });
    expect(await client.outcome('/file/add', '=name=x.rsc', '=contents=x')).toBe('full');
    expect(await client.outcome('/export', '=file=all')).toBe('full');
    expect(await client.outcome('/interface/print', '=file=all')).toBe('full');
    expect(await client.outcome(...vlan(1))).toMatch(/^\*/u);
  });
});

describe('time', () => {
  it('before a command lets others pass', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'delay', ms: 50, verb: 'add' });
    client.send(...vlan(1), '.tag=slow');
    client.send(identity, '.tag=fast');
    expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=fast']);
    expect(await vlans()).toEqual([]);
    expect((await client.replies()).at(-1)).toContain('.tag=slow');
    expect(await vlans()).toEqual(['v1']);
  });

  it('before a reply finds the work done', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'late', ms: 50, verb: 'add' });
    client.send(...vlan(1), '.tag=late');
    client.send(identity, '.tag=fast');
    expect((await client.replies()).at(-1)).toEqual(['!done', '.tag=fast']);
    expect(await vlans()).toEqual(['v1']);
    expect((await client.replies()).at(-1)).toContain('.tag=late');
  });

  it('on the way delays everything and disorders nothing, also while it ends', async () => {
    const client = await dial();
    const id = simulator.faults.add({ do: 'latency', ms: 40, jitterMs: 20 });
    const start = performance.now();
    client.send(identity, '.tag=a');
    await until(() => simulator.router.journal.total === 2);
    await client.talk(identity, '.tag=b').then(async (first) => {
      expect(first.at(-1)).toEqual(['!done', '.tag=a']);
      simulator.faults.remove(id);
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
      simulator.faults.clear();
      simulator.faults.add({ do: kind, ms: 0, jitterMs: 20 });
      for (let count = 0; count < 10; count += 1) await client.talk(identity);
    }
    expect(performance.now() - start).toBeGreaterThan(100);
  });

  it('that a command waits ends when it is cancelled, and it never runs', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'delay', ms: 30, verb: 'add' });
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
    const id = simulator.faults.add({ do: 'clamp', burst: 20, perSecond: 1 });
    // One a second would take longer than a spec may.
    for (let count = 0; count < 20; count += 1) await clients[count % 2]?.talk(identity);
    for (const client of clients) for (let count = 0; count < 10; count += 1) client.send(identity);
    await until(() => simulator.faults.list[0]?.matched === 40);
    simulator.faults.remove(id);
    for (const client of clients)
      for (let count = 0; count < 10; count += 1)
        expect(await client.replies()).toEqual([row, ['!done']]);
  });

  it('is, past a burst, what the rate of a router makes it, first come first served', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'clamp', burst: 1, perSecond: 200 });
    const start = performance.now();
    for (let count = 0; count < 41; count += 1) client.send(identity, `.tag=${count}`);
    for (let count = 0; count < 41; count += 1)
      expect((await client.replies()).at(-1)).toEqual(['!done', `.tag=${count}`]);
    expect(performance.now() - start).toBeGreaterThan(195);
  });

  it('stands still now and then', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'clamp', stallEvery: 2, stallMs: 80 });
    await client.talk(identity);
    await client.talk(identity);
    const start = performance.now();
    await client.talk(identity);
    expect(performance.now() - start).toBeGreaterThan(70);
  });
});

describe('bytes', () => {
  it('come one by one', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'split', size: 1, pauseMs: 1 });
    const pieces = await segments(client, identity);
    expect(pieces.length).toBeGreaterThan(15);
    expect(Buffer.concat(pieces).toString('latin1')).toContain('=name=MikroTik');
  });

  it('come all but the last one', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'split', lastByteApart: true, pauseMs: 20 });
    const pieces = await segments(client, identity);
    expect(pieces.map(({ length }) => length)).toEqual([26, 1]);
  });

  it('of others come as always', async () => {
    const [, other] = [await dial(), await dial()];
    simulator.faults.add({ do: 'split', size: 1, connection: 1 });
    expect((await segments(other, identity)).length).toBe(1);
  });

  it('have their tags where a router of some version has them', async () => {
    const client = await dial();
    const ask = async () => (await client.talk(identity, '.tag=t'))[0];
    simulator.faults.add({ do: 'tags', order: 'first' });
    expect(await ask()).toEqual(['!re', '.tag=t', '=name=MikroTik']);
    simulator.faults.clear();
    simulator.faults.add({ do: 'tags', order: 'alternate' });
    expect(await ask()).toEqual(['!re', '=name=MikroTik', '.tag=t']);
    expect(await ask()).toEqual(['!re', '.tag=t', '=name=MikroTik']);
  });

  it('belong to no command', async () => {
    const client = await dial();
    simulator.faults.add({
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
    simulator.faults.add({ do: 'silence', verb: 'add', times: 1 });
    simulator.faults.add({ do: 'silence', run: true, verb: 'add' });
    client.send(...vlan(1), '.tag=1');
    client.send(...vlan(2), '.tag=2');
    expect((await client.talk(identity, '.tag=3')).at(-1)).toEqual(['!done', '.tag=3']);
    expect(await vlans()).toEqual(['v2']);
  });
});

describe('the end of a connection', () => {
  const error = async (client: RawClient) => {
    const errors: unknown[] = [];
    client.socket.on('error', ({ message }) => errors.push(message));
    await until(() => client.socket.closed);
    return errors;
  };

  it.each([
    ['reset', 'arrival', ['read ECONNRESET'], []],
    ['reset', 'done', ['read ECONNRESET'], ['v1']],
    ['end', 'arrival', [], []],
    ['end', 'done', [], ['v1']],
  ] as const)('by %s at %s', async (how, at, errors, left) => {
    const client = await dial();
    simulator.faults.add({ do: how, at, verb: 'add' });
    client.send(...vlan(1));
    client.send(...vlan(2));
    expect(await error(client)).toEqual(errors);
    expect(await client.next()).toEqual(['closed']);
    expect(await vlans()).toEqual(left);
    await until(() => simulator.router.connections.length === 0);
  });

  it('comes in the midst of a reply, and not of the one before', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'end', at: 'reply', verb: 'print', bytes: 7 });
    const bytes: Buffer[] = [];
    client.socket.on('data', (chunk) => bytes.push(chunk));
    together(client, ['/system/identity/set', '=name=R1'], [identity]);
    expect(await client.next()).toEqual(['!done']);
    expect(await client.next()).toEqual(['closed']);
    expect(Buffer.concat(bytes).toString('latin1')).toBe('\u0005!done\u0000\u0003!re\u0008=n');
  });

  it('is told with its reason', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'fatal', reason: 'out of memory', path: '/ip/pool' });
    expect(await client.talk('/ip/pool/print')).toEqual([['!fatal', 'out of memory'], ['closed']]);
  });

  it('finds safe mode taken back', async () => {
    const client = await dial();
    await client.talk('/safe-mode/take');
    simulator.faults.add({ do: 'reset', at: 'done', verb: 'add' });
    client.send(...vlan(1));
    expect(await client.next()).toEqual(['closed']);
    await until(async () => (await vlans()).length === 0);
  });
});

describe('a router that crashes', () => {
  it('after a write and before its reply has kept the write', async () => {
    const [client, other] = [await dial(), await dial()];
    simulator.faults.add({ do: 'crash', verb: 'add', nth: 1 });
    expect(await client.talk(...vlan(1))).toEqual([['closed']]);
    expect(await other.next()).toEqual(['closed']);
    expect(await vlans()).toEqual(['v1']);
    expect((await (await dial()).rows(identity)).length).toBe(1);
  });

  it('loses what was not saved, if so it shall', async () => {
    const client = await dial();
    await client.talk(...vlan(1));
    simulator.router.save();
    await client.talk(...vlan(2));
    simulator.faults.add({ do: 'crash', lose: true, verb: 'add' });
    expect(await client.talk(...vlan(3))).toEqual([['closed']]);
    expect(await vlans()).toEqual(['v1']);
  });

  it('before a write has nothing of it, nor of what came after', async () => {
    const client = await dial();
    simulator.faults.add({ do: 'reboot', verb: 'add', nth: 2 });
    client.send(...vlan(1));
    client.send(...vlan(2));
    client.send(...vlan(3));
    await until(() => client.socket.closed);
    expect(await vlans()).toEqual(['v1']);
  });

  it('is away for a while', async () => {
    const answers = async () => {
      try {
        return (await (await dial()).rows(identity)).length === 1;
      } catch {
        return false;
      }
    };
    simulator.faults.reboot({ downMs: 300 });
    expect(await answers()).toBe(false);
    await until(answers);
  });
});

describe('a second administrator', () => {
  it('changes rows just before a command, and just after', async () => {
    const client = await dial();
    await client.talk(...vlan(1));
    simulator.faults.add({
      do: 'administrator',
      verb: 'set',
      nth: 1,
      commands: [['/interface/vlan/remove', '=.id=v1'], ['/no/such/menu/print'], vlan(2)],
    });
    simulator.faults.add({
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
    const { faults } = simulator;
    faults.add({ do: 'delay', ms: 20, verb: 'add' });
    faults.add({ do: 'administrator', commands: [vlan(9)], verb: 'add' });
    faults.add({ do: 'late', ms: 20, verb: 'add' });
    faults.add({ do: 'refuse', verb: 'add', nth: 2, message: 'second' });
    expect(await client.outcome(...vlan(1))).toMatch(/^\*/u);
    expect(await client.outcome(...vlan(2))).toBe('second');
    expect(await vlans()).toEqual(['v9', 'v1']);
  });
});

describe('TLS', () => {
  it('breaks off without an end', async () => {
    const { connect } = await import('node:tls');
    const secure = await startSimulator({ tls: true });
    const socket = connect({ port: secure.tls?.port ?? 0, rejectUnauthorized: false });
    const client = new RawClient(socket);
    open.push(client);
    await client.talk('/login', '=name=admin', '=password=');
    secure.faults.add({ do: 'reset' });
    expect(await client.talk(identity)).toEqual([['closed']]);
    await secure.stop();
  });
});
