import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';
import { RawClient } from '../spec-client.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start({ clock: () => new Date('2026-11-20T12:00:00Z') });
});

afterEach(() => router.stop());

const actions = async () =>
  (await router.rows('/system/history')).map(({ action, undoable, redoable }) => [
    action,
    undoable === 'true' ? 'undoable' : redoable === 'true' ? 'redoable' : '',
  ]);

const addressAdded = '/ip/address/add address=192.0.2.1/24 interface=ether1';

describe('the history', () => {
  it('has a row for each command that changed something, with who did it and what takes it back', async () => {
    await router.given(addressAdded, '/system/identity/set name=R1');
    await router.given('/ip/address/set numbers=*1 address=192.0.2.9/24 comment=c');
    await router.ask('/ip/address/add address=192.0.2.9/24 interface=ether1');
    expect(await router.rows('/system/history')).toMatchObject([
      {
        action: 'address added',
        by: 'system',
        policy: 'write',
        time: '2026-11-20 12:00:00',
        redo: '/ip address add address=192.0.2.1/24 interface=ether1',
        undo: '/ip address remove *1',
        undoable: 'true',
        redoable: 'false',
        'floating-undo': 'false',
      },
      { action: 'identity changed', undo: '/system identity set !name' },
      {
        action: 'address changed',
        undo: '/ip address set *1 address=192.0.2.1/24 !comment',
        redo: '/ip address set numbers=*1 address=192.0.2.9/24 comment=c',
      },
    ]);
  });

  it('tells nothing that is secret', async () => {
    await router.given(
      '/user/add name=eve group=read password=tell-nobody',
      '/ppp/secret/add name=p password=tell-nobody',
      '/ppp/secret/set numbers=p password=tell-nobody-either',
      '/ppp/secret/remove numbers=p',
    );
    expect(JSON.stringify(await router.rows('/system/history'))).not.toContain('tell-nobody');
  });

  it('keeps the newest hundred', async () => {
    for (let number = 0; number <= 100; number += 1)
      await router.given(`/ip/pool/add name=p${number} ranges=10.0.0.${number}`);
    const rows = await router.rows('/system/history');
    expect(rows).toHaveLength(100);
    expect(rows[0]?.['redo']).toContain('name=p1 ');
  });

  it('shows what safe mode would take back, and loses it with it', async () => {
    const client = await RawClient.to(router.simulator.port);
    await client.talk('/safe-mode/take');
    await router.given(addressAdded);
    expect(await router.rows('/system/history')).toMatchObject([{ 'floating-undo': 'true' }]);
    await client.talk('/safe-mode/unroll');
    expect(await router.rows('/system/history')).toEqual([]);
    expect(await router.ask('/undo')).toBe('failure: nothing to undo');
    client.close();
  });

  it('is nothing that one could change, and does not outlive a reboot', async () => {
    await router.given(addressAdded);
    expect(await router.ask('/system/history/remove numbers=*1')).toBe('no such command');
    router.simulator.router.reboot();
    expect(await router.rows('/system/history')).toEqual([]);
  });
});

describe('undo', () => {
  it('takes back the newest first, with all that came of it, and redo does it again', async () => {
    await router.given(
      addressAdded,
      '/interface/bridge/add name=br',
      '/ip/address/remove numbers=*1',
    );
    await router.given('/undo');
    expect(await router.rows('/ip/address')).toMatchObject([
      { '.id': '*1', address: '192.0.2.1/24' },
    ]);
    await router.given('/undo', '/undo');
    expect(await router.rows('/ip/address')).toEqual([]);
    expect(await router.rows('/ip/route')).toEqual([]);
    expect(await actions()).toEqual([
      ['address added', 'redoable'],
      ['bridge added', 'redoable'],
      ['address removed', 'redoable'],
    ]);
    expect(await router.ask('/undo')).toBe('failure: nothing to undo');
    await router.given('/redo');
    expect(await router.rows('/ip/route')).toMatchObject([{ 'dst-address': '192.0.2.0/24' }]);
    await router.given('/redo', '/redo');
    expect(await router.rows('/ip/address')).toEqual([]);
    expect(await router.rows('/interface', '?name=br')).toHaveLength(1);
    expect(await router.ask('/redo')).toBe('failure: nothing to redo');
  });

  it('brings back values, and the order of rows', async () => {
    await router.given(
      '/ip/firewall/filter/add chain=forward action=accept comment=a',
      '/ip/firewall/filter/add chain=forward action=drop comment=b',
      '/ip/firewall/filter/move numbers=*2 destination=*1',
      '/ip/firewall/filter/set numbers=*2 comment=c',
    );
    await router.given('/undo', '/undo');
    const comments = (await router.rows('/ip/firewall/filter')).map(({ comment }) => comment);
    expect(comments).toEqual(['a', 'b']);
  });

  it('cannot be done again after something else', async () => {
    await router.given(addressAdded, '/undo', '/interface/bridge/add name=br');
    expect(await actions()).toEqual([['bridge added', 'undoable']]);
    expect(await router.ask('/redo')).toBe('failure: nothing to redo');
  });

  it('is of each command of a script by itself', async () => {
    await router.simulator.router.run([
      '/execute',
      '=script=/interface bridge add name=a; /interface bridge add name=b',
      '=as-string=yes',
    ]);
    await router.given('/undo');
    expect((await router.rows('/interface/bridge')).map(({ name }) => name)).toEqual(['a']);
  });

  it('leaves files alone, and takes no argument', async () => {
    await router.given('/file/add name=f.txt contents=x');
    expect(await router.ask('/undo')).toBe('failure: nothing to undo');
    expect(await router.ask('/undo steps=2')).toBe('unknown parameter steps');
  });
});
