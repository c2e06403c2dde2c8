import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

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

/** What a script puts out, or what the router says to it. */
const said = (script: string) =>
  client
    .outcome('/execute', `=script=${script}`, '=as-string=yes')
    .then((text) => (text === 'done' ? '' : text));

describe('a script', () => {
  it.each([
    [':put "a b"', 'a b'],
    [':put (1 + 2 * 3)', '7'],
    [':put (10 / 3 . "/" . 10 % 3)', '3/1'],
    [':local x 5; :put "x is $x, twice $($x * 2)"', 'x is 5, twice 10'],
    [':put "q\\"q \\$x \\41 \\\\"', 'q"q $x A \\'],
    [':put "one \\\n     line"', 'one line'],
    ['# nothing\n:put 1 # no comment here', 'expected end of command (line 2 column 8)'],
    [':put \\\n  7', '7'],
    [':put 1 2', 'expected end of command (line 1 column 8)'],
    [':put text=1', 'expected end of command (line 1 column 6)'],
    [':foreach i in={1;2;"x y"} do={:put "<$i>"}', '<1>\n<2>\n<x y>'],
    [':foreach k,v in={a=1;b=2} do={:put "$k:$v"}', 'a:1\nb:2'],
    [':for i from=3 to=1 do={:put $i}', '3\n2\n1'],
    [':local n 0; :while ($n < 3) do={:set n ($n + 1)}; :put $n', '3'],
    [':local n 0; :do {:set n ($n + 1)} while=($n < 4); :put $n', '4'],
    [':if (1 < 2 && !(2 = 3)) do={:put yes} else={:put no}', 'true'],
    [':if ("ab" ~ "^b") do={:put 1} else={:put 2}', '2'],
    [':put (10.0.0.5 in 10.0.0.0/24)', 'true'],
    [':local f do={:return ($1 + $more)}; :put [$f 2 more=3]', '5'],
    [':local a {"x"=1;"y"={5;6}}; :put ($a->"x"); :put ($a->"y"->1)', '1\n6'],
    [
      ':put [:len "abc"]; :put [:typeof 1]; :put [:typeof 10.0.0.0/8]; :put [:pick "abcd" 1 3]',
      '3\nnum\nip-prefix\nbc',
    ],
    [':put [:typeof [/ip address find]]', 'array'],
    [':do {:error "no luck"} on-error={:put caught}', 'caught'],
    [':onerror e in={:error "no luck"} do={:put $e}', 'no luck'],
    [':error "no luck"', 'no luck'],
    [':global g 1; {:local g 2; :put $g}; :put $g', '2\n1'],
    [':put [/system identity get name]', 'MikroTik'],
    ['/system identity\n:put [get name]', 'MikroTik'],
    ['/sys id print', '  name: MikroTik'],
    ['/nowhere add', 'bad command name nowhere (line 1 column 2)'],
    ['/ip address add adress=1', 'expected end of command (line 1 column 17)'],
    [
      '/ip/address/add interface=ether1',
      'missing value(s) of argument(s) address (/ip/address/add; line 1)',
    ],
    ['/ip address remove', 'missing value(s) of argument(s) numbers (/ip/address/remove; line 1)'],
    ['/ip address remove [find comment="nothing"]', ''],
    [':put "open', 'expected closing quote (line 1 column 6)'],
    [':if (true) do={:put 1', 'expected closing brace (line 1 column 15)'],
    [':put [:len "x"', 'expected closing bracket (line 1 column 6)'],
  ])('%j says %j', async (script, text) => {
    expect(await said(script)).toBe(text);
  });

  it('changes what it finds, by any condition on the rows', async () => {
    await said(`
      :for id from=10 to=14 do={
        /interface vlan add name="v$id" vlan-id=$id interface=ether1 comment=($id . " mine")
      }
      /interface vlan
      set [find where vlan-id>12 and name~"^v"] comment=""
      set [find name=v10] disabled=yes
      disable v11
      remove [find vlan-id=12]
    `);
    const rows = await client.rows('/interface/vlan/print', '=.proplist=name,comment,disabled');
    expect(rows.map(({ name, comment, disabled }) => [name, comment, disabled])).toEqual([
      ['v10', '10 mine', 'true'],
      ['v11', '11 mine', 'true'],
      ['v13', undefined, 'false'],
      ['v14', undefined, 'false'],
    ]);
    expect(await said(':put [/interface vlan print count-only where !disabled]')).toBe('2\n2');
    expect(await said(':put [/interface/vlan/get [find vlan-id=13] name]')).toBe('v13');
    expect(await said(':put [:len [/interface vlan find where comment]]')).toBe('2');
  });

  it('looks at the property and not at the variable of the same name within where', async () => {
    await said('/interface bridge add name=a; /interface bridge add name=b');
    expect(await said(':local name a; :put [:len [/interface bridge find name=$name]]')).toBe('2');
    expect(await said(':local n a; :put [:len [/interface bridge find name=$n]]')).toBe('1');
  });

  it('that is too deep for the router is refused', async () => {
    expect(await said(`:put (1${' + 1'.repeat(12_000)})`)).toBe('maximum nesting reached');
    expect(await said(':global f do={:global f; :return [$f]}; :put [$f]')).toContain('depth');
  });

  it('may ask within where for what another condition finds', async () => {
    await said('/interface bridge add name=a; /interface vlan add name=v interface=a vlan-id=5');
    expect(
      await said(
        ':put [:len [/interface vlan find interface=[/interface bridge get [find where name=a] name] and vlan-id=(2 + 3)]]',
      ),
    ).toBe('1');
  });

  it('keeps globals for the next script that declares them', async () => {
    await said(':global count 41');
    expect(await said(':global count; :put ($count + 1)')).toBe('42');
    expect(await said(':put "<$count>"')).toBe('<>');
  });

  it('runs in the background without as-string, though its connection is gone, and into a file', async () => {
    client.send(
      '/execute',
      '=script=:delay 20ms; /system identity set name=later; :put done',
      '=file=out',
    );
    expect((await client.next())[1]).toMatch(/^=ret=\*/u);
    client.close();
    client = await RawClient.to(simulator.port);
    await until(async () => (await client.rows('/file/print', '?name=out.txt')).length === 1);
    expect(await client.rows('/file/print', '?name=out.txt')).toMatchObject([
      { contents: 'done\n' },
    ]);
    expect(await client.outcome('/system/identity/get', '=value-name=name')).toBe('later');
  });

  it('of the script menu runs by id or name, counted, with no more rights than its policies', async () => {
    await client.talk('/system/script/add', '=name=up', '=source=/system identity set name=ran');
    expect(await client.outcome('/system/script/run', '=numbers=up')).toBe(
      'unknown parameter numbers',
    );
    expect(await client.outcome('/system/script/run', '=.id=none')).toBe('no such item');
    expect(await client.outcome('/system/script/run', '=.id=up')).toBe('done');
    const [row] = await client.rows('/system/script/print');
    expect(row).toMatchObject({ 'run-count': '1', 'last-started': expect.any(String) });
    await client.talk('/system/script/set', '=.id=up', '=policy=read');
    expect(await client.outcome('/system/script/run', '=.id=up')).toContain(
      'not enough permissions',
    );
  });
});

describe('an import', () => {
  const upload = (contents: string) =>
    client.outcome('/file/add', '=name=x.rsc', `=contents=${contents}`);
  const load = (...words: string[]) => client.outcome('/import', '=file-name=x.rsc', ...words);
  const bridges = async () =>
    (await client.rows('/interface/bridge/print')).map(({ name }) => name).join(' ');

  it('stops at the first mistake, and what stood before it is done', async () => {
    await upload('/interface bridge\nadd name=one\nadd name=two\nadd name=one\nadd name=three\n');
    expect(await load()).toBe(
      'failure: already have interface with such name (/interface/bridge/add; line 4)',
    );
    expect(await bridges()).toBe('one two');
  });

  it('of a script with bad syntax does the lines before it', async () => {
    await upload('/interface bridge add name=one\n/interface bridge add nam=two\n');
    expect(await load()).toBe('expected end of command (line 2 column 23)');
    expect(await bridges()).toBe('one');
  });

  it('begins at from-line', async () => {
    await upload('/interface bridge add name=one\n/interface bridge add name=two\n');
    expect(await load('=from-line=2')).toBe('done');
    expect(await bridges()).toBe('two');
    expect(await load('=from-line=0')).toContain('out of range');
  });

  it('that is a dry run finds bad syntax only, changes nothing, and wants verbose', async () => {
    await upload('/interface bridge add name=ether1\n');
    expect(await load('=dry-run=')).toContain('verbose=yes');
    expect(await load('=dry-run=', '=verbose=yes')).toBe('done');
    await client.talk('/file/set', '=.id=x.rsc', '=contents=/interface bridge\nadd nam=x\n');
    expect(await load('=dry-run=', '=verbose=yes')).toBe(
      'expected end of command (line 2 column 5)',
    );
    expect(await bridges()).toBe('');
  });

  it('refuses what is no file, and asks for one', async () => {
    expect(await load()).toBe('input does not match any value of file-name');
    expect(await client.outcome('/import')).toBe('missing =file-name=');
    expect(await load('=fast=yes')).toBe('unknown parameter fast');
  });
});
