import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeSentence } from '@ferrule/routeros';
import { until } from '@ferrule/testing';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator, SimulatorSettings } from '../start-simulator.ts';

const open: { close(): void }[] = [];
const simulators: Simulator[] = [];

const start = async (settings: SimulatorSettings = {}) => {
  const simulator = await startSimulator(settings);
  simulators.push(simulator);
  return simulator;
};

const dial = async (simulator: Simulator, user?: string, password?: string) => {
  const client = await RawClient.to(simulator.port, user, password);
  open.push(client);
  return client;
};

const stranger = async ({ port }: Simulator) => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const client = new RawClient(socket);
  open.push(client);
  return client;
};

afterEach(async () => {
  open.splice(0).forEach((client) => client.close());
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
});

describe('logging in', () => {
  it('refuses a wrong password in the words of a router, and lets one try again', async () => {
    const client = await stranger(await start({ users: [{ name: 'admin', password: 'secret' }] }));
    expect(await client.talk('/login', '=name=admin', '=password=wrong')).toEqual([
      ['!trap', '=message=invalid user name or password (6)'],
      ['!done'],
    ]);
    expect(await client.talk('/login', '=name=admin', '=password=secret')).toEqual([['!done']]);
  });

  it('comes before everything else', async () => {
    const client = await stranger(await start());
    expect(await client.talk('/system/identity/print')).toEqual([
      ['!fatal', 'not logged in'],
      ['closed'],
    ]);
  });

  it('lets nobody fill the memory before', async () => {
    const client = await stranger(await start());
    client.socket.write(Buffer.concat([Buffer.from([0xe0, 0x80, 0, 0]), Buffer.alloc(65_536)]));
    expect(await client.next()).toEqual(['closed']);
  });

  it('gives a reader nothing to write', async () => {
    const simulator = await start({ users: [{ name: 'eve', password: '', group: 'read' }] });
    const client = await dial(simulator, 'eve');
    expect(await client.outcome('/system/identity/set', '=name=x')).toBe(
      'not enough permissions (9)',
    );
    expect(await client.rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
  });
});

describe('replies', () => {
  it.each([
    ['last', ['!done', '=ret=0', '.tag=t1']],
    ['first', ['!done', '.tag=t1', '=ret=0']],
  ] as const)('carry the tag of their command %s', async (tags, reply) => {
    const client = await dial(await start({ tags }));
    expect(await client.talk('/ip/address/print', '=count-only=', '.tag=t1')).toEqual([reply]);
  });

  it.each([
    ['7.17', [['!done', '.tag=7']]],
    [
      '7.18',
      [
        ['!empty', '.tag=7'],
        ['!done', '.tag=7'],
      ],
    ],
    [
      '7.24',
      [
        ['!empty', '.tag=7'],
        ['!done', '.tag=7'],
      ],
    ],
  ] as const)('of %s to a query without an answer are %j', async (profile, replies) => {
    const client = await dial(await start({ profile }));
    expect(await client.talk('/interface/vlan/print', '?name=x', '.tag=7')).toEqual(replies);
  });

  it('are the same however the command was cut, and commands may share a segment', async () => {
    const client = await dial(await start());
    const bytes = Buffer.concat([
      encodeSentence(['/system/identity/set', `=name=${'n'.repeat(64)}`]),
      encodeSentence(['/system/identity/print']),
    ]);
    for (const byte of bytes) client.socket.write(Buffer.from([byte]));
    expect(await client.replies()).toEqual([['!done']]);
    expect(await client.replies()).toEqual([['!re', `=name=${'n'.repeat(64)}`], ['!done']]);
    client.socket.write(bytes);
    expect([...(await client.replies()), ...(await client.replies())].length).toBe(3);
  });

  it('pass bytes through that are no UTF-8', async () => {
    const client = await dial(await start());
    const word = Buffer.concat([Buffer.from('=name='), Buffer.from([0xfc, 0xe9])]);
    client.socket.write(encodeSentence(['/system/identity/set', word]));
    await client.replies();
    client.send('/system/identity/print');
    const [raw] = (await once(client.socket, 'data')) as [Buffer];
    expect(raw.includes(word)).toBe(true);
  });

  it('end with the connection after /quit', async () => {
    const client = await dial(await start());
    expect(await client.talk('/quit')).toEqual([
      ['!fatal', 'session terminated on request'],
      ['closed'],
    ]);
  });

  it('end with the connection after a control byte', async () => {
    const client = await dial(await start());
    client.socket.write(Buffer.from([0xf8]));
    expect(await client.next()).toEqual(['closed']);
  });
});

describe('a command that goes on', () => {
  it('tells every change until it is cancelled, and the canceller is answered in between', async () => {
    const simulator = await start();
    const client = await dial(simulator);
    client.send('/interface/vlan/listen', '=.proplist=name', '.tag=ear');
    await client.talk('/system/identity/print', '.tag=now');
    const { ret: id } = await simulator.router.run([
      '/interface/vlan/add',
      '=name=v7',
      '=vlan-id=7',
      '=interface=ether1',
    ]);
    expect(await client.next()).toEqual(['!re', `=.id=${String(id)}`, '=name=v7', '.tag=ear']);
    await simulator.router.run(['/interface/vlan/remove', `=.id=${String(id)}`]);
    expect(await client.next()).toEqual(['!re', `=.id=${String(id)}`, '=.dead=true', '.tag=ear']);
    client.send('/cancel', '=tag=ear', '.tag=stop');
    expect([await client.next(), await client.next(), await client.next()]).toEqual([
      ['!trap', '=category=2', '=message=interrupted', '.tag=ear'],
      ['!done', '.tag=stop'],
      ['!done', '.tag=ear'],
    ]);
    await simulator.router.run(['/interface/vlan/add', '=vlan-id=8', '=interface=ether1']);
    expect((await client.talk('/system/identity/print')).length).toBe(2);
  });

  it('is one of several that a cancel without a tag ends', async () => {
    const client = await dial(await start());
    client.send('/interface/listen', '.tag=a');
    client.send('/ip/address/listen', '.tag=b');
    client.send('/cancel', '.tag=c');
    const ends = [];
    while (ends.length < 3) {
      const sentence = await client.next();
      if (sentence[0] === '!done') ends.push(sentence[1]);
    }
    expect(ends).toEqual(['.tag=c', '.tag=a', '.tag=b']);
  });
});

describe('a client that does not read', () => {
  it('makes the router keep next to nothing for it, and keeps nobody else waiting', async () => {
    const simulator = await start();
    for (let last = 0; last < 3000; last += 1)
      await simulator.router.run([
        '/ip/firewall/address-list/add',
        '=list=long',
        `=address=10.0.${last >> 8}.${last & 255}`,
        `=comment=${'c'.repeat(200)}`,
      ]);
    const [deaf, other] = [await dial(simulator), await dial(simulator)];
    const held = () => simulator.router.connections[0]?.socket.writableLength ?? 0;
    deaf.socket.pause();
    for (let tag = 0; tag < 20; tag += 1)
      deaf.send('/ip/firewall/address-list/print', `.tag=${tag}`);
    await until(() => held() > 0);
    // Time enough to print everything, were it not held back.
    for (let turn = 0; turn < 100; turn += 1)
      expect(await other.rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
    expect(held()).toBeLessThan(4 * 2 ** 20);
    deaf.socket.resume();
    const counts = { '!re': 0, '!done': 0 };
    while (counts['!done'] < 20) {
      const [kind] = await deaf.next();
      if (kind === '!re' || kind === '!done') counts[kind] += 1;
    }
    expect(counts['!re']).toBe(60_000);
  });
});

describe('safe mode', () => {
  const addresses = async (client: RawClient) => (await client.rows('/ip/address/print')).length;
  const add = (client: RawClient, last: number) =>
    client.outcome('/ip/address/add', `=address=192.0.2.${last}/32`, '=interface=ether1');

  it('takes back everything, of others too, when its connection goes', async () => {
    const simulator = await start();
    const [holder, other] = [await dial(simulator), await dial(simulator)];
    await add(other, 1);
    await holder.talk('/safe-mode/take');
    await add(holder, 2);
    await add(other, 3);
    await other.outcome('/ip/address/remove', '=numbers=*1');
    await other.outcome('/system/identity/set', '=name=changed');
    holder.close();
    await until(async () => (await addresses(other)) === 1);
    expect((await other.rows('/ip/address/print'))[0]).toMatchObject({
      '.id': '*1',
      address: '192.0.2.1/32',
    });
    expect(await other.rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
  });

  it('keeps what was done when it is released, and undoes it in place when it is unrolled', async () => {
    const client = await dial(await start());
    await client.talk('/safe-mode/take');
    await add(client, 1);
    await client.talk('/safe-mode/release');
    await client.talk('/safe-mode/take');
    await add(client, 2);
    await client.talk('/safe-mode/unroll');
    expect(await addresses(client)).toBe(1);
    expect(await client.rows('/safe-mode/print')).toEqual([{ enabled: 'false', current: 'false' }]);
  });

  it('tells a value where one is asked for', async () => {
    const client = await dial(await start());
    const get = (name: string) => client.outcome('/safe-mode/get', `=value-name=${name}`);
    expect(await get('enabled')).toBe('false');
    await client.talk('/safe-mode/take');
    expect([await get('enabled'), await get('user')]).toEqual(['true', 'admin']);
    expect(await get('color')).toBe('input does not match any value of value-name');
  });

  it('is left with nothing undone by the hundred and first action', async () => {
    const simulator = await start();
    const [holder, other] = [await dial(simulator), await dial(simulator)];
    await holder.talk('/safe-mode/take');
    for (let last = 1; last <= 101; last += 1) await add(holder, last);
    expect(await other.rows('/safe-mode/print')).toEqual([{ enabled: 'false', current: 'false' }]);
    holder.close();
    await until(() => simulator.router.connections.length === 1);
    expect(await addresses(other)).toBe(101);
  });

  it('is not there before 7.18', async () => {
    const client = await dial(await start({ profile: '7.17' }));
    expect(await client.outcome('/safe-mode/take')).toBe(
      'no such command or directory (safe-mode), no such command prefix',
    );
  });
});

describe('the journal', () => {
  it('has every command with its words, its user and its connection', async () => {
    const simulator = await start();
    const client = await dial(simulator);
    await client.talk('/system/identity/set', '=name=Дом');
    expect(simulator.router.journal.entries).toMatchObject([
      { connection: 1, user: undefined, words: ['/login', '=name=admin', '=password='] },
      { connection: 1, user: 'admin', words: ['/system/identity/set', '=name=Дом'] },
    ]);
  });
});

describe('TLS', () => {
  it('is served with a certificate whose fingerprint is known', async () => {
    const { tls } = await start({ tls: true });
    const socket = connectTls({
      port: tls?.port ?? 0,
      host: '127.0.0.1',
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().fingerprint256).toBe(tls?.fingerprint);
    const client = new RawClient(socket);
    open.push(client);
    expect(await client.talk('/login', '=name=admin', '=password=')).toEqual([['!done']]);
  });

  it('is verified by whoever trusts that certificate', async () => {
    const { tls } = await start({ tls: true });
    const socket = connectTls({
      port: tls?.port ?? 0,
      host: '127.0.0.1',
      ca: tls?.certificate,
      servername: 'localhost',
    });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });
});

describe('starting', () => {
  it('says in one sentence what is in the way', async () => {
    const { port } = await start();
    await expect(startSimulator({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`);
    const wrong: SimulatorSettings = JSON.parse(
      '{"profile":"6.49","board":"RB750"}',
    ) as SimulatorSettings;
    await expect(startSimulator(wrong)).rejects.toThrow('there is no profile 6.49');
    const { board } = wrong;
    await expect(startSimulator(board === undefined ? {} : { board })).rejects.toThrow(
      'there is no board RB750',
    );
  });
});
