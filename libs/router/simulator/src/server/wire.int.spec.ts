import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { encodeSentence } from '@ferrule/routeros';
import { stage } from '../spec-stage.ts';

const { start, dial, stranger } = stage();

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
