import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import type { RawClient } from '../spec-client.ts';
import { stage } from '../spec-stage.ts';

const { start, dial } = stage();

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
