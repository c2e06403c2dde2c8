import { beforeEach, describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import type { RawClient } from '../spec-client.ts';
import { stage } from '../spec-stage.ts';
import type { Simulator } from '../start-simulator.ts';

leakGuard();

const { start, dial } = stage();
let simulator: Simulator;
let client: RawClient;

beforeEach(async () => {
  simulator = await start();
  client = await dial(simulator);
});

const ends = async (tag: string) => {
  client.send('/cancel', `=tag=${tag}`, '.tag=c');
  let sentence = await client.next();
  while (!sentence.includes('!done') || !sentence.includes(`.tag=${tag}`))
    sentence = await client.next();
};

const logged = async () => (await client.rows('/log/print')).map(({ message }) => message);

describe('a script that never ends', () => {
  it.each([
    ':while (true) do={}',
    ':do {} while=(true)',
    ':for i from=1 to=1000000000000 do={:local x $i}',
    ':while (true) do={/system identity print}',
  ])('leaves others their turn, and can be cancelled: %s', async (source) => {
    const other = await dial(simulator);
    client.send('/execute', `=script=${source}`, '=as-string=', '.tag=x');
    expect(await other.rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
    await ends('x');
    expect(await logged()).toEqual(['script error: interrupted']);
  });

  it('because of the command that it runs can be cancelled too', async () => {
    client.send(
      ...['/execute', '=script=/ping address=192.0.2.9; /system identity set name=x', '.tag=x'],
      '=as-string=',
    );
    await ends('x');
    expect(await client.rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
  });

  it('ends with the router, by a reboot or a stop', async () => {
    const endless = ['/execute', '=script=:while (true) do={/system identity set name=x}'];
    await client.talk(...endless);
    const { router: box } = simulator;
    const before = box.router;
    await until(() => before.state.table('/system/identity').only?.values.get('name') === 'x');
    await box.run(['/system/identity/set', '=name=y']);
    box.reboot();
    client = await dial(simulator);
    await until(() => before.state.table('/log').size === 1);
    // The leak guard sees whether this one outlives the spec.
    await client.talk(...endless);
  });
});
