import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

let simulator: Simulator;
let client: RawClient;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-20T11:48:00Z');
  simulator = await startSimulator({ clock: () => new Date(now) });
  client = await RawClient.to(simulator.port);
});

afterEach(async () => {
  client.close();
  await simulator.stop();
});

const file = async (name: string) => (await client.rows('/file/print', `?name=${name}`))[0];

describe('a file', () => {
  it('is added, changed and removed, and its size and type follow', async () => {
    await client.outcome('/file/add', '=name=a.rsc', '=contents=:put 1');
    expect(await file('a.rsc')).toMatchObject({
      type: 'script',
      size: '6',
      contents: ':put 1',
      'last-modified': '2026-11-20 11:48:00',
    });
    now += 60_000;
    await client.outcome('/file/set', '=.id=a.rsc', '=contents=Дом');
    expect(await file('a.rsc')).toMatchObject({
      size: '6',
      contents: 'Дом',
      'last-modified': '2026-11-20 11:49:00',
    });
    expect(await client.outcome('/file/remove', '=numbers=a.rsc')).toBe('done');
    expect(await file('a.rsc')).toBeUndefined();
  });

  it('holds 60 KB of contents, and has its name alone', async () => {
    const add = (name: string, size: number) =>
      client.outcome('/file/add', `=name=${name}`, `=contents=${'x'.repeat(size)}`);
    expect(await add('big', 61_440)).toMatch(/^\*/u);
    expect(await add('bigger', 61_441)).toBe('invalid value for argument contents');
    expect(await add('big', 1)).toBe('failure: file already exists');
  });

  it('is read in pieces of at most 32 KB', async () => {
    await client.outcome('/file/add', '=name=big', `=contents=${'ab'.repeat(20_000)}c`);
    const piece = async (...words: string[]) =>
      (await client.rows('/file/read', '=file=big', ...words))[0]?.['data'];
    expect((await piece())?.length).toBe(32_768);
    expect(await piece('=offset=39999', '=chunk-size=10')).toBe('bc');
    expect(await client.outcome('/file/read', '=file=big', '=chunk-size=32769')).toBe(
      'value of chunk-size out of range (1..32768)',
    );
    expect(await client.outcome('/file/read', '=file=none')).toBe(
      'input does not match any value of file',
    );
  });

  it('in a directory goes with it', async () => {
    await client.outcome('/file/add', '=name=flash', '=type=directory');
    await client.outcome('/file/add', '=name=flash/a.txt', '=contents=1');
    expect(await file('flash')).toMatchObject({ type: 'directory' });
    expect(await file('flash/a.txt')).toMatchObject({ type: '.txt file' });
    await client.outcome('/file/remove', '=.id=flash');
    expect(await file('flash/a.txt')).toBeUndefined();
  });
});

describe('an export', () => {
  const configure = `
    /interface bridge add name=br comment="it's \\"quoted\\" \\$5 100%\\?"
    /interface ethernet set [find name=ether2] name=lan mtu=1400
    /interface vlan add name=s200 interface=lan vlan-id=200 use-service-tag=yes
    /interface vlan add name=c10 interface=s200 vlan-id=10 comment="\\D0\\94\\D0\\BE\\D0\\BC, a comment that is so long that its line must break somewhere"
    /interface bridge port add bridge=br interface=ether3 pvid=10
    /interface wireguard add name=wg listen-port=51820 private-key="yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="
    /ip address add address=192.0.2.1/24 interface=c10
    /routing table add name=mgmt fib
    /ip route add dst-address=0.0.0.0/0 gateway=192.0.2.254 routing-table=mgmt
    /ip firewall filter add chain=forward action=drop in-interface=!br disabled=yes
    /ip firewall filter add chain=input action=accept protocol=tcp dst-port=22,8728-8729
    /ppp secret add name=someone password="s3cret; really"
    /system identity set name="edge 1"
    /ip service set telnet disabled=yes
    /user group add name=shy policy=read,api
    /user add name=other group=shy password=x`;

  beforeEach(async () => {
    expect(await client.outcome('/execute', `=script=${configure}`, '=as-string=')).toBe('');
  });

  const exported = async (path = '', ...words: string[]) => {
    expect(await client.outcome(`${path}/export`, '=file=out', ...words)).toBe('done');
    return (await file('out.rsc'))?.['contents'] ?? '';
  };

  it('makes the same router again when another one imports it', async () => {
    const text = await exported('', '=show-sensitive=');
    const other = await startSimulator();
    const there = await RawClient.to(other.port);
    await there.talk('/file/add', '=name=in.rsc', `=contents=${text}`);
    expect(await there.outcome('/import', '=file-name=in.rsc')).toBe('done');
    const differences = simulator.router.compare(other.router.snapshot());
    there.close();
    await other.stop();
    expect(differences.map(({ path }) => path)).toEqual(['/file', '/user']);
  });

  it('has one paragraph a menu, without defaults, and breaks long lines', async () => {
    expect(await exported('/interface/vlan')).toBe(
      [
        '# 2026-11-20 11:48:00 by RouterOS 7.24',
        '#',
        '# model = CCR2116-12G-4S+',
        '/interface vlan',
        'add interface=lan name=s200 use-service-tag=yes vlan-id=200',
        'add comment="\\D0\\94\\D0\\BE\\D0\\BC, a comment that is so long that its line must break somewhere" \\',
        '    interface=s200 name=c10 vlan-id=10',
        '',
      ].join('\n'),
    );
  });

  it('names rows that were always there by what they are called, and only what is not as usual', async () => {
    const text = await exported('/interface/ethernet', '=terse=');
    expect(text.split('\n').slice(3)).toEqual([
      '/interface ethernet set [ find default-name=ether2 ] mtu=1400 name=lan',
      '',
    ]);
    expect(await exported('/ip/service')).toContain('\nset [ find name=telnet ] disabled=yes\n');
  });

  it('keeps secrets to itself unless it shall show them to somebody who may see them', async () => {
    expect(await exported()).not.toMatch(/s3cret|private-key/u);
    expect(await exported('/ppp')).toContain('/ppp secret\nadd name=someone\n');
    expect(await exported('/ppp', '=show-sensitive=')).toContain('password="s3cret; really"');
    const reader = await RawClient.to(simulator.port, 'other', 'x');
    await reader.talk('/ppp/export', '=file=theirs', '=show-sensitive=');
    reader.close();
    expect((await file('theirs.rsc'))?.['contents']).not.toContain('s3cret');
  });

  it('is nothing over the API without a file, and text in a script', async () => {
    expect(await client.talk('/ip/address/export')).toEqual([['!done']]);
    expect(
      await client.outcome('/execute', '=script=/ip address export terse', '=as-string='),
    ).toContain('/ip address add address=192.0.2.1/24 interface=c10');
    expect(await client.outcome('/nowhere/export')).toContain('no such command or directory');
    expect(await client.outcome('/log/export')).toBe('no such command');
    expect(await client.outcome('/ip/export', '=shape=round')).toBe('unknown parameter shape');
  });
});

describe('the scheduler', () => {
  const add = (...words: string[]) =>
    client.outcome('/system/scheduler/add', '=name=s', '=interval=10m', ...words);
  const schedule = async () => (await client.rows('/system/scheduler/print'))[0];
  const pass = async (minutes: number) => {
    now += minutes * 60_000;
    await simulator.router.runDueScripts();
  };
  const event = '=on-event=:global n; :set n ($n + 1); /system identity set name="run $n"';
  const name = () => client.outcome('/system/identity/get', '=value-name=name');

  it('runs what is due, as often as it was due, and tells the next time', async () => {
    await add(
      '=on-event=:global n; :if ([:typeof $n] = "nothing") do={:set n 0}; :set n ($n + 1); /system identity set name="run $n"',
    );
    expect(await schedule()).toMatchObject({ 'run-count': '0', 'next-run': '2026-11-20 11:50:00' });
    await pass(1);
    expect(await name()).toBe('MikroTik');
    await pass(1);
    expect(await name()).toBe('run 1');
    await pass(25);
    expect(await name()).toBe('run 3');
    expect(await schedule()).toMatchObject({ 'run-count': '3', 'next-run': '2026-11-20 12:20:00' });
  });

  it('runs once at its time without an interval, and never while it is disabled', async () => {
    await add('=interval=0s', '=start-date=2026-11-21', '=start-time=01:00:00', '=on-event=up');
    await client.outcome('/system/script/add', '=name=up', '=source=/system identity set name=up');
    await pass(13 * 60);
    expect(await name()).toBe('MikroTik');
    await pass(13);
    expect(await name()).toBe('up');
    expect((await client.rows('/system/script/print'))[0]?.['run-count']).toBe('1');
    await pass(24 * 60);
    expect(await schedule()).toMatchObject({ 'run-count': '1' });
    expect(await schedule()).not.toHaveProperty('next-run');
    await client.outcome('/system/scheduler/set', '=.id=s', '=interval=1m', '=disabled=yes', event);
    await pass(10);
    expect(await schedule()).toMatchObject({ 'run-count': '1' });
  });

  it('runs at startup three seconds after a reboot', async () => {
    await add('=interval=0s', '=start-time=startup', '=on-event=/system identity set name=booted');
    await pass(1);
    expect(await name()).toBe('booted');
    await client.outcome('/system/identity/set', '=name=x');
    client.close();
    simulator.router.reboot();
    client = await RawClient.to(simulator.port);
    await pass(1);
    expect(await name()).toBe('booted');
  });

  it('writes into the log what fails', async () => {
    await add('=on-event=/ip address add');
    await pass(10);
    const messages = (await client.rows('/log/print')).map((row) => row['message']);
    expect(messages).toContain(
      'script error: missing value(s) of argument(s) address interface (/ip/address/add; line 1)',
    );
  });
});
