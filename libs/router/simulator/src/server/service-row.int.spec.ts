import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator, SimulatorSettings } from '../start-simulator.ts';

let simulator: Simulator;
const open: RawClient[] = [];

const begin = async (settings: SimulatorSettings = {}) => {
  simulator = await startSimulator(settings);
  return dial();
};

const dial = async () => {
  const client = await RawClient.to(simulator.port);
  open.push(client);
  return client;
};

const services = (client: RawClient) => client.rows('/ip/service/print', '?name=api');

afterEach(async () => {
  open.splice(0).forEach((client) => client.close());
  await simulator.stop();
});

describe('the services of a router', () => {
  it('have a row of their own for each connection, as long as it lasts', async () => {
    const client = await begin();
    const other = await dial();
    const rows = await services(client);
    expect(rows).toMatchObject([
      { dynamic: 'false', port: '8728' },
      {
        dynamic: 'true',
        connection: 'true',
        proto: 'tcp',
        local: '127.0.0.1',
        remote: `127.0.0.1:${client.socket.localPort ?? 0}`,
      },
      { connection: 'true' },
    ]);
    expect(rows[0]).not.toHaveProperty('connection');
    other.close();
    await until(async () => (await services(client)).length === 2);
  });

  it('show a connection over TLS under its own name', async () => {
    const client = await begin({ tls: true });
    const socket = connect({ port: simulator.tls?.port ?? 0, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const secure = new RawClient(socket);
    open.push(secure);
    await secure.talk('/login', '=name=admin', '=password=');
    expect(
      await client.rows('/ip/service/print', '?connection=true', '?name=api-ssl'),
    ).toMatchObject([{ port: '8729' }]);
  });

  it('cannot be set through a connection, but by name as ever', async () => {
    const client = await begin();
    const [, row] = await services(client);
    expect(await client.outcome('/ip/service/disable', `=.id=${row?.['.id'] ?? ''}`)).toBe(
      'failure: this is configured elsewhere',
    );
    expect(await client.outcome('/ip/service/set', '=numbers=api', '=max-sessions=5')).toBe('done');
  });

  it('keep a connection through safe mode that others began in it', async () => {
    const client = await begin();
    await client.talk('/safe-mode/take');
    const other = await dial();
    await client.talk('/safe-mode/unroll');
    expect(await services(other)).toHaveLength(3);
  });

  it('are only services before 7.19', async () => {
    expect(await services(await begin({ profile: '7.18' }))).toHaveLength(1);
  });
});
