import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../spec-client.ts';
import { stage } from '../spec-stage.ts';
import { startSimulator } from '../start-simulator.ts';
import type { SimulatorSettings } from '../start-simulator.ts';

const { start, dial, keep } = stage();

describe('the journal', () => {
  it('has every command with its words, its user and its connection', async () => {
    const simulator = await start();
    const client = await dial(simulator);
    await client.talk('/system/identity/set', '=name=Дом');
    expect(simulator.router.journal.entries).toMatchObject([
      { connection: 1, user: undefined, words: ['/login', '=name=admin', '=password='] },
      { connection: 1, user: 'admin', words: ['/system/identity/set', '=name=Дом'] },
    ]);
  });
});

describe('TLS', () => {
  it('is served with a certificate whose fingerprint is known', async () => {
    const { tls } = await start({ tls: true });
    const socket = connectTls({
      port: tls?.port ?? 0,
      host: '127.0.0.1',
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().fingerprint256).toBe(tls?.fingerprint);
    const client = new RawClient(socket);
    keep(client);
    expect(await client.talk('/login', '=name=admin', '=password=')).toEqual([['!done']]);
  });

  it('is verified by whoever trusts that certificate', async () => {
    const { tls } = await start({ tls: true });
    const socket = connectTls({
      port: tls?.port ?? 0,
      host: '127.0.0.1',
      ca: tls?.certificate,
      servername: 'localhost',
    });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });
});

describe('starting', () => {
  it('says in one sentence what is in the way', async () => {
    const { port } = await start();
    await expect(startSimulator({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`);
    const wrong: SimulatorSettings = JSON.parse(
      '{"profile":"6.49","board":"RB750"}',
    ) as SimulatorSettings;
    await expect(startSimulator(wrong)).rejects.toThrow('there is no profile 6.49');
    const { board } = wrong;
    await expect(startSimulator(board === undefined ? {} : { board })).rejects.toThrow(
      'there is no board RB750',
    );
  });
});
