import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

let simulator: Simulator;
let client: RawClient;
const open: RawClient[] = [];

const dial = async () => {
  const dialled = await RawClient.to(simulator.port);
  open.push(dialled);
  return dialled;
};

beforeEach(async () => {
  simulator = await startSimulator();
  client = await dial();
});

afterEach(async () => {
  open.splice(0).forEach((one) => one.close());
  await simulator.stop();
});

/** Everything that is said up to the end of the connection. */
const last = async (from: RawClient, ...words: readonly string[]) => {
  from.send(...words);
  const sentences = [await from.next()];
  while (sentences.at(-1)?.[0] !== 'closed') sentences.push(await from.next());
  return sentences;
};

describe('a reboot that a client asks for', () => {
  it('is answered, ends every connection, and keeps the configuration', async () => {
    const other = await dial();
    await client.outcome('/system/identity/set', '=name=kept');
    expect(await last(client, '/system/reboot', '.tag=t')).toEqual([
      ['!done', '.tag=t'],
      ['closed'],
    ]);
    expect(await other.next()).toEqual(['closed']);
    const again = await dial();
    expect(await again.rows('/system/identity/print')).toEqual([{ name: 'kept' }]);
    expect(await again.rows('/system/resource/print')).toMatchObject([{ uptime: '0s' }]);
  });

  it('takes back what was done in safe mode', async () => {
    await client.talk('/safe-mode/take');
    await client.outcome('/system/identity/set', '=name=tried');
    await last(client, '/system/reboot');
    expect(await (await dial()).rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
  });

  it('hears nothing that was sent behind it', async () => {
    client.send('/system/reboot');
    client.send('/system/identity/set', '=name=late');
    while ((await client.next())[0] !== 'closed');
    expect(await (await dial()).rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
  });

  it('takes no argument, and the right to', async () => {
    expect(await client.outcome('/system/reboot', '=delay=1s')).toBe('unknown parameter delay');
    await client.outcome('/user/group/add', '=name=g', '=policy=api,read,write');
    await client.outcome('/user/add', '=name=eve', '=group=g', '=password=');
    const eve = await RawClient.to(simulator.port, 'eve');
    open.push(eve);
    expect(await eve.outcome('/system/reboot')).toBe('not enough permissions (9)');
    expect(await eve.outcome('/system/shutdown')).toBe('not enough permissions (9)');
  });

  it('may be asked for by a script', async () => {
    await client.talk('/system/script/add', '=name=s', '=source=/system reboot');
    await last(client, '/system/script/run', '=.id=s');
    expect(await (await dial()).rows('/system/script/print', '?name=s')).toHaveLength(1);
  });
});

describe('a router that was shut down', () => {
  it('lets nobody in until somebody switches it on again', async () => {
    await client.outcome('/system/identity/set', '=name=kept');
    expect(await last(client, '/system/shutdown')).toEqual([['!done'], ['closed']]);
    const socket = connect(simulator.port, '127.0.0.1');
    await once(socket, 'close');
    expect(simulator.router.isOff).toBe(true);
    simulator.router.reboot();
    expect(await (await dial()).rows('/system/identity/print')).toEqual([{ name: 'kept' }]);
  });
});
