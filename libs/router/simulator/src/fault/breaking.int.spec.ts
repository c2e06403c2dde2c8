import { describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import { RawClient } from '../spec-client.ts';
import { faultyRouter, identity, together, vlan } from './spec-faulty-router.ts';

leakGuard();

const box = faultyRouter();
const { dial, vlans } = box;

describe('the end of a connection', () => {
  const error = async (client: RawClient) => {
    const errors: unknown[] = [];
    client.socket.on('error', ({ message }) => errors.push(message));
    await until(() => client.socket.closed);
    return errors;
  };

  it.each([
    ['reset', 'arrival', ['read ECONNRESET'], []],
    ['reset', 'done', ['read ECONNRESET'], ['v1']],
    ['end', 'arrival', [], []],
    ['end', 'done', [], ['v1']],
  ] as const)('by %s at %s', async (how, at, errors, left) => {
    const client = await dial();
    box.simulator.faults.add({ do: how, at, verb: 'add' });
    client.send(...vlan(1));
    client.send(...vlan(2));
    expect(await error(client)).toEqual(errors);
    expect(await client.next()).toEqual(['closed']);
    expect(await vlans()).toEqual(left);
    await until(() => box.simulator.router.connections.length === 0);
  });

  it('comes in the midst of a reply, and not of the one before', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'end', at: 'reply', verb: 'print', bytes: 7 });
    const bytes: Buffer[] = [];
    client.socket.on('data', (chunk) => bytes.push(chunk));
    together(client, ['/system/identity/set', '=name=R1'], [identity]);
    expect(await client.next()).toEqual(['!done']);
    expect(await client.next()).toEqual(['closed']);
    expect(Buffer.concat(bytes).toString('latin1')).toBe('\u0005!done\u0000\u0003!re\u0008=n');
  });

  it('is told with its reason', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'fatal', reason: 'out of memory', path: '/ip/pool' });
    expect(await client.talk('/ip/pool/print')).toEqual([['!fatal', 'out of memory'], ['closed']]);
  });

  it('finds safe mode taken back', async () => {
    const client = await dial();
    await client.talk('/safe-mode/take');
    box.simulator.faults.add({ do: 'reset', at: 'done', verb: 'add' });
    client.send(...vlan(1));
    expect(await client.next()).toEqual(['closed']);
    await until(async () => (await vlans()).length === 0);
  });
});

describe('a router that crashes', () => {
  it('after a write and before its reply has kept the write', async () => {
    const [client, other] = [await dial(), await dial()];
    box.simulator.faults.add({ do: 'crash', verb: 'add', nth: 1 });
    expect(await client.talk(...vlan(1))).toEqual([['closed']]);
    expect(await other.next()).toEqual(['closed']);
    expect(await vlans()).toEqual(['v1']);
    expect((await (await dial()).rows(identity)).length).toBe(1);
  });

  it('loses what was not saved, if so it shall', async () => {
    const client = await dial();
    await client.talk(...vlan(1));
    box.simulator.router.save();
    await client.talk(...vlan(2));
    box.simulator.faults.add({ do: 'crash', lose: true, verb: 'add' });
    expect(await client.talk(...vlan(3))).toEqual([['closed']]);
    expect(await vlans()).toEqual(['v1']);
  });

  it('before a write has nothing of it, nor of what came after', async () => {
    const client = await dial();
    box.simulator.faults.add({ do: 'reboot', verb: 'add', nth: 2 });
    client.send(...vlan(1));
    client.send(...vlan(2));
    client.send(...vlan(3));
    await until(() => client.socket.closed);
    expect(await vlans()).toEqual(['v1']);
  });

  it('is away for a while', async () => {
    const answers = async () => {
      try {
        return (await (await dial()).rows(identity)).length === 1;
      } catch {
        return false;
      }
    };
    box.simulator.faults.reboot({ downMs: 300 });
    expect(await answers()).toBe(false);
    await until(answers);
  });
});

describe('TLS', () => {
  it('breaks off without an end', async () => {
    const { connect } = await import('node:tls');
    const secure = await box.start({ tls: true });
    const socket = connect({ port: secure.tls?.port ?? 0, rejectUnauthorized: false });
    const client = new RawClient(socket);
    box.keep(client);
    await client.talk('/login', '=name=admin', '=password=');
    secure.faults.add({ do: 'reset' });
    expect(await client.talk(identity)).toEqual([['closed']]);
  });
});
