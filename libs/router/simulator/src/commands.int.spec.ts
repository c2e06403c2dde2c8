import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawClient } from './spec-client.ts';
import { startSimulator } from './start-simulator.ts';
import type { Simulator } from './start-simulator.ts';

let simulator: Simulator;
let client: RawClient;

beforeEach(async () => {
  simulator = await startSimulator();
  client = await RawClient.to(simulator.port);
});

afterEach(async () => {
  client.close();
  await simulator.stop();
});

const addVlan = (id: number, parent = 'ether1', ...more: string[]) =>
  client.outcome(
    '/interface/vlan/add',
    `=name=v${id}`,
    `=vlan-id=${id}`,
    `=interface=${parent}`,
    ...more,
  );

describe('adding', () => {
  it('answers with the new id, and print shows defaults, computed properties and the name of what is referred to', async () => {
    expect(await addVlan(10)).toMatch(/^\*[0-9A-F]+$/u);
    const [vlan] = await client.rows('/interface/vlan/print', '?name=v10');
    expect(vlan).toMatchObject({
      interface: 'ether1',
      mtu: '1500',
      'use-service-tag': 'false',
      disabled: 'false',
      l2mtu: '1576',
    });
  });

  it.each([
    [['=vlan-id=10'], 'missing value(s) of argument(s) interface'],
    [['=vlan-id=10', '=interface=nowhere'], 'input does not match any value of interface'],
    [['=vlan-id=4095', '=interface=ether1'], 'value of vlan-id out of range (1..4094)'],
    [['=vlan-id=ten', '=interface=ether1'], 'invalid value for argument vlan-id'],
    [['=vlan-id=10', '=interface=ether1', '=foo=1'], 'unknown parameter foo'],
    [
      ['=vlan-id=10', '=interface=ether1', '=name=ether2'],
      'failure: already have interface with such name',
    ],
    [['=vlan-id=10', '=interface=ether1', '=mtu=1577'], 'failure: could not set mtu'],
    [
      ['=vlan-id=10', '=interface='],
      'ambiguous value of interface, more than one possible value matches input',
    ],
  ])('refuses %j with: %s', async (words, message) => {
    expect(await client.outcome('/interface/vlan/add', ...words)).toBe(message);
    expect(await client.rows('/interface/vlan/print')).toEqual([]);
  });

  it('takes the same address twice only when one of them is disabled', async () => {
    const words = ['=address=192.0.2.1/24', '=interface=ether1'];
    await client.outcome('/ip/address/add', ...words);
    expect(await client.outcome('/ip/address/add', ...words)).toBe(
      'failure: already have such address',
    );
    const disabled = await client.outcome('/ip/address/add', ...words, '=disabled=yes');
    expect(await client.outcome('/ip/address/enable', `=.id=${disabled}`)).toBe(
      'failure: already have such address',
    );
  });

  it('costs each tag four bytes of l2mtu', async () => {
    await addVlan(200, 'ether1', '=use-service-tag=yes');
    await addVlan(10, 'v200');
    const [inner] = await client.rows('/interface/vlan/print', '?name=v10');
    expect(inner?.['l2mtu']).toBe('1572');
  });
});

describe('references', () => {
  it('follow a renamed row and dangle as an id when it is removed', async () => {
    const id = await addVlan(10);
    await client.outcome('/ip/address/add', '=address=192.0.2.1/24', '=interface=v10');
    await client.outcome('/interface/vlan/set', '=.id=v10', '=name=customer');
    expect((await client.rows('/ip/address/print'))[0]?.['interface']).toBe('customer');
    await client.outcome('/interface/vlan/remove', `=.id=${id}`);
    expect((await client.rows('/ip/address/print'))[0]?.['interface']).toBe(id);
    await addVlan(10);
    expect((await client.rows('/ip/address/print'))[0]?.['interface']).toBe(id);
  });
});

describe('changing', () => {
  it('is of the rows that .id or numbers names, by id or by name, and of nothing when one is missing', async () => {
    const id = await addVlan(10);
    await addVlan(11);
    await client.outcome('/interface/vlan/set', `=numbers=${id},v11`, '=comment=both');
    expect((await client.rows('/interface/vlan/print', '?comment=both')).length).toBe(2);
    expect(await client.outcome('/interface/vlan/set', `=.id=${id},v12`, '=comment=x')).toBe(
      'no such item',
    );
    expect((await client.rows('/interface/vlan/print', '?comment=both')).length).toBe(2);
    expect(await client.outcome('/interface/vlan/set', '=comment=x')).toBe('missing =.id=');
    expect(await client.outcome('/interface/vlan/remove', '?name=v10')).toBe('missing =.id=');
  });

  it('unsets what can be absent, and only that', async () => {
    const id = await client.outcome(
      '/ip/firewall/filter/add',
      '=chain=forward',
      '=src-address=10.0.0.0/8',
    );
    const unset = (name: string) =>
      client.outcome('/ip/firewall/filter/unset', `=.id=${id}`, `=value-name=${name}`);
    expect(await unset('chain')).toBe('input does not match any value of value-name');
    expect(await unset('src-address')).toBe('done');
    expect((await client.rows('/ip/firewall/filter/print'))[0]).not.toHaveProperty('src-address');
  });

  it('shows disabled of a firewall rule once somebody has written it', async () => {
    const id = await client.outcome('/ip/firewall/filter/add', '=chain=forward');
    expect((await client.rows('/ip/firewall/filter/print'))[0]).not.toHaveProperty('disabled');
    await client.outcome('/ip/firewall/filter/enable', `=.id=${id}`);
    expect((await client.rows('/ip/firewall/filter/print'))[0]?.['disabled']).toBe('false');
  });

  it('has rules between arguments', async () => {
    await client.outcome('/ip/firewall/filter/add', '=chain=input', '=dst-port=22');
    expect(await client.outcome('/ip/firewall/filter/add', '=chain=input', '=dst-port=22')).toBe(
      'failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp',
    );
  });

  it('of a singleton needs no id, and nothing can be added to it', async () => {
    await client.outcome('/system/identity/set', '=name=Дом ✓');
    expect(await client.talk('/system/identity/print')).toEqual([
      ['!re', '=name=Дом ✓'],
      ['!done'],
    ]);
    expect(await client.outcome('/system/identity/add', '=name=x')).toBe('no such command');
    expect(await client.outcome('/system/identity/get', '=value-name=name')).toBe('Дом ✓');
  });

  it('of a port under /interface is of the port itself', async () => {
    expect(await client.outcome('/interface/set', '=.id=ether1', '=name=wan')).toBe('done');
    expect(
      (await client.rows('/interface/ethernet/print', '?default-name=ether1'))[0]?.['name'],
    ).toBe('wan');
  });
});

describe('an ordered menu', () => {
  const chains = async () =>
    (await client.rows('/ip/firewall/filter/print', '=.proplist=chain'))
      .map((row) => row['chain'])
      .join('');
  const add = (chain: string, ...more: string[]) =>
    client.outcome('/ip/firewall/filter/add', `=chain=${chain}`, ...more);

  it('takes a row before another one, and moves it, to the end where the destination is unknown', async () => {
    const a = await add('a');
    const c = await add('c');
    await add('b', `=place-before=${c}`);
    expect(await chains()).toBe('abc');
    await client.outcome('/ip/firewall/filter/move', `=numbers=${c}`, `=destination=${a}`);
    expect(await chains()).toBe('cab');
    await client.outcome('/ip/firewall/filter/move', `=.id=${a}`, '=destination=*FFFF');
    expect(await chains()).toBe('cba');
    expect(await client.outcome('/ip/firewall/filter/move', `=.id=${a}`, `=destination=${a}`)).toBe(
      'failure: can not move object before itself',
    );
  });
});

describe('what is not there', () => {
  it.each([
    ['/caps-man/print', 'no such command or directory (caps-man), no such command prefix'],
    ['/ip/nowhere/print', 'no such command or directory (nowhere), no such command prefix'],
    ['/ip/address/fly', 'no such command'],
    ['/ip/print', 'no such command'],
    ['/ip/address/move', 'no such command'],
  ])('%s is refused with: %s', async (command, message) => {
    expect(await client.outcome(command)).toBe(message);
  });
});

describe('a query', () => {
  const ids = async (...query: string[]) =>
    (await client.rows('/interface/vlan/print', '=.proplist=vlan-id', ...query)).map((row) =>
      Number(row['vlan-id']),
    );

  beforeEach(async () => {
    for (const id of [9, 10, 11, 200])
      await addVlan(id, id === 11 ? 'ether2' : 'ether1', ...(id === 10 ? ['=comment=mine'] : []));
  });

  it.each([
    [['?comment'], [10]],
    [['?-comment'], [9, 11, 200]],
    [['?>comment='], [10]],
    [['?interface=ether2'], [11]],
    [['?=interface=ether2'], [11]],
    [['?>vlan-id=10'], [11, 200]],
    [['?<vlan-id=10'], [9]],
    [
      ['?vlan-id=9', '?vlan-id=200', '?#|'],
      [9, 200],
    ],
    [
      ['?vlan-id=9', '?#!'],
      [10, 11, 200],
    ],
    [
      ['?vlan-id=9', '?vlan-id=9', '?#&!'],
      [10, 11, 200],
    ],
    [['?vlan-id=9', '?interface=ether2', '?#0'], [11]],
    [['?vlan-id=9', '?interface=ether2', '?#1'], [9]],
    [
      ['?vlan-id=9', '?#.!|'],
      [9, 10, 11, 200],
    ],
    [['?nonsense=1'], []],
  ])('%j is of %j', async (query, expected) => {
    expect(await ids(...query)).toEqual(expected);
  });

  it('counts without showing', async () => {
    expect(await client.talk('/interface/vlan/print', '=count-only=', '?interface=ether1')).toEqual(
      [['!done', '=ret=3']],
    );
  });
});

describe('a command of a menu of its own', () => {
  it.each([
    ['/ip/dhcp-server/lease/make-static', '=foo=1', 'unknown parameter foo'],
    ['/ip/dhcp-server/lease/make-static', '=.id=*77', 'no such item'],
    ['/ip/dhcp-server/lease/make-static', '.tag=x', 'missing =.id='],
    ['/ip/dns/cache/flush', '=now=yes', 'unknown parameter now'],
    ['/certificate/import', '=trusted=perhaps', 'invalid value for argument trusted'],
    ['/certificate/sign', '=key-size=4096', 'unknown parameter key-size'],
    ['/ip/firewall/filter/reset-counters', '=chain=input', 'unknown parameter chain'],
    ['/ip/firewall/filter/reset-counters-all', '=chain=input', 'unknown parameter chain'],
  ])('%s with %s is refused: %s', async (command, word, message) => {
    expect(await client.outcome(command, word)).toBe(message);
  });

  it('takes the right to write', async () => {
    await client.outcome('/user/add', '=name=reader', '=group=read', '=password=r');
    const reader = await RawClient.to(simulator.port, 'reader', 'r');
    expect(await reader.outcome('/ip/dns/cache/flush')).toBe('not enough permissions (9)');
    reader.close();
    expect(await client.outcome('/ip/dns/cache/flush')).toBe('done');
  });
});
