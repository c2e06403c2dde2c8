import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leakGuard, startNatsServer, until, type NatsServer } from '@ferrule/testing';
import { connectBus } from './connection.ts';

describe('a connection', () => {
  leakGuard();
  let broker: NatsServer;
  const login = { name: 'spec', user: 'ann', password: 'secret-word' };

  beforeAll(async () => {
    broker = await startNatsServer({
      storeDir: await mkdtemp(join(tmpdir(), 'ferrule-messaging-')),
      ephemeral: true,
      config: 'authorization { user: ann, password: secret-word }',
    });
  });
  afterAll(() => broker.stop());

  it('fails at once on wrong credentials, without repeating them', async () => {
    const wrong = connectBus({ servers: broker.url, ...login, password: 'wrong-word' });
    const error = await wrong.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).toMatch(/the bus refuses ann: authorization violation/i);
    expect(String(error)).not.toContain('wrong-word');
  });

  it('waits for a broker that is not there yet, and says so', async () => {
    const statuses: string[] = [];
    await broker.kill();
    const connecting = connectBus({
      servers: broker.url,
      ...login,
      onStatus: ({ type }) => statuses.push(type),
    });
    await until(() => statuses.includes('waiting'));
    await broker.restart();
    const connection = await connecting;
    expect(statuses.at(-1)).toBe('connected');
    await connection.busReady();
    await connection.close();
    await expect(connection.busReady()).rejects.toThrow('no connection to the bus');
    await expect(connection.whenConnected(1_000)).rejects.toThrow('closed');
  }, 30_000);

  it('does not wait longer for the first one than it was told', async () => {
    const nobody = connectBus({ servers: '127.0.0.1:1', name: 'spec', firstConnectMs: 300 });
    await expect(nobody).rejects.toThrow('no bus at 127.0.0.1:1');
  });

  it('is not ready while the broker does not answer, and comes back by itself', async () => {
    const connection = await connectBus({ servers: broker.url, ...login });
    try {
      process.kill(broker.pid, 'SIGSTOP');
      const sentence = await until(() =>
        connection.busReady(200).then(
          () => '',
          (reason: unknown) => String(reason),
        ),
      );
      expect(sentence).toContain('did not answer within 200 ms');
      process.kill(broker.pid, 'SIGCONT');
      await connection.busReady();
      await broker.kill();
      await until(() => !connection.connected);
      await expect(connection.whenConnected(100)).rejects.toThrow('within 100 ms');
      await broker.restart();
      await connection.whenConnected(5_000);
      await connection.busReady();
    } finally {
      await connection.close();
    }
  }, 30_000);
});
