import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { leakGuard } from '@ferrule/testing';
import { apiClients, type ApiClient, type ApiClientKind } from './api-clients.ts';

leakGuard();
let simulator: Simulator;
const open: ApiClient[] = [];

beforeEach(async () => {
  simulator = await startSimulator({ users: [{ name: 'admin', password: 'geheim' }] });
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
  await simulator.stop();
});

const connect = async (
  { connect: make }: ApiClientKind,
  password = 'geheim',
): Promise<ApiClient> => {
  const client = await make(simulator.port, password);
  open.push(client);
  return client;
};

describe.each(apiClients.filter(({ asksForChallenge }) => !asksForChallenge))(
  'the client $name on the simulator',
  (kind) => {
    it('is let in, and reads', async () => {
      const client = await connect(kind);
      await expect(client.ask('/system/identity/print')).resolves.toEqual([
        expect.objectContaining({ name: expect.any(String) }),
      ]);
      const ports = await client.ask('/interface/print');
      expect(ports.map(({ name }) => name)).toContain('ether1');
      expect(ports.length).toBeGreaterThan(10);
    });

    it('with a wrong password is not let in', async () => {
      await expect(connect(kind, 'falsch')).rejects.toThrow();
    });

    it('adds, finds by a question, changes and removes', async () => {
      const client = await connect(kind);
      const added = await client.ask('/interface/vlan/add', [
        '=name=v100',
        '=interface=ether1',
        '=vlan-id=100',
      ]);
      if (kind.tellsIds) expect(added).toEqual([{ ret: expect.stringMatching(/^\*[0-9A-F]+$/u) }]);
      await client.ask('/interface/vlan/add', ['=name=v200', '=interface=ether1', '=vlan-id=200']);
      const [found, ...others] = await client.ask('/interface/vlan/print', ['?name=v100']);
      expect(found).toMatchObject({ name: 'v100', interface: 'ether1', 'vlan-id': '100' });
      expect(others).toEqual([]);
      const id = `=.id=${found?.['.id'] ?? ''}`;
      await client.ask('/interface/vlan/set', [id, '=vlan-id=101', '=comment=changed']);
      const [changed] = await client.ask('/interface/vlan/print', ['?name=v100']);
      expect(changed).toMatchObject({ 'vlan-id': '101', comment: 'changed' });
      await client.ask('/interface/vlan/remove', [id]);
      const left = await client.ask('/interface/vlan/print');
      expect(left.map(({ name }) => name)).toEqual(['v200']);
      const { rows } = await simulator.router.run(['/interface/vlan/print']);
      expect(rows.map(({ name }) => name)).toEqual(['v200']);
    });

    it('finds nothing where there is nothing', async () => {
      const client = await connect(kind);
      await expect(client.ask('/interface/vlan/print', ['?name=none'])).resolves.toEqual([]);
    });

    it('reads the words of a trap, and goes on', async () => {
      const client = await connect(kind);
      await expect(client.ask('/interface/vlan/remove', ['=.id=*FFFF'])).rejects.toThrow(
        'no such item',
      );
      await expect(
        client.ask('/ip/address/add', ['=address=192.0.2.1/32', '=interface=none']),
      ).rejects.toThrow('input does not match any value of interface');
      await expect(client.ask('/system/identity/print')).resolves.toHaveLength(1);
    });
  },
);

describe.each(apiClients.filter(({ asksForChallenge }) => asksForChallenge))(
  'the client $name on the simulator',
  (kind) => {
    it('asks for a challenge, and is refused where only a login in the clear is known', async () => {
      await expect(connect(kind)).rejects.toThrow('invalid user name or password');
    });
  },
);
