import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

const monitor = (...words: readonly string[]) =>
  client.talk('/interface/monitor-traffic', '=proplist=name,rx-bits-per-second,.section', ...words);

const row = (name: string, section = 0) => [
  '!re',
  `=name=${name}`,
  '=rx-bits-per-second=0',
  `=.section=${section}`,
];

describe('monitoring traffic', () => {
  it('once is a row for each interface, by name or id, and that is all', async () => {
    expect(await monitor('=interface=ether1,aggregate', '=once=')).toEqual([
      row('ether1'),
      row('aggregate'),
      ['!done'],
    ]);
    const [port] = await client.rows('/interface/print', '?name=ether2');
    expect(await monitor(`=.id=${port?.['.id'] ?? ''}`, '=once=yes')).toEqual([
      row('ether2'),
      ['!done'],
    ]);
    const [all] = await client.rows('/interface/monitor-traffic', '=interface=ether1', '=once=');
    expect(Object.keys(all ?? {})).toHaveLength(15);
  });

  it('goes on until it is cancelled', async () => {
    client.send(
      ...['/interface/monitor-traffic', '=interface=ether1', '=interval=20ms', '.tag=m'],
      '=proplist=name,rx-bits-per-second,.section',
    );
    expect([await client.next(), await client.next()]).toEqual([
      [...row('ether1', 0), '.tag=m'],
      [...row('ether1', 1), '.tag=m'],
    ]);
    client.send('/cancel', '=tag=m', '.tag=c');
    let sentence = await client.next();
    while (sentence[0] === '!re') sentence = await client.next();
    expect([sentence, await client.next(), await client.next()]).toEqual([
      ['!trap', '=category=2', '=message=interrupted', '.tag=m'],
      ['!done', '.tag=c'],
      ['!done', '.tag=m'],
    ]);
  });

  it('ends by itself after a duration', async () => {
    expect(await monitor('=interface=ether1', '=interval=20ms', '=duration=40ms')).toEqual([
      row('ether1', 0),
      row('ether1', 1),
      ['!done'],
    ]);
  });

  it.each([
    [[], 'missing value(s) of argument(s) interface'],
    [['=interface=ether99'], 'input does not match any value of interface'],
    [['=.id=*FFFF'], 'input does not match any value of interface'],
    [['=number=ether1'], 'unknown parameter number'],
    [['=interface=ether1', '=interval=never'], 'invalid value for argument interval'],
  ])('of %j is refused: %s', async (words, refusal) => {
    const [trap] = await monitor(...words, '=once=');
    expect(trap).toContain(`=message=${refusal}`);
  });
});
