import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { stage } from '../spec-stage.ts';

const { start, dial } = stage();

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
