import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import {
  leakGuard,
  startNatsServer,
  until,
  type NatsOptions,
  type NatsServer,
} from '@ferrule/testing';
import { freePort } from './free-port.ts';
import { killWithGuard, orphanOwner } from './orphan-owner.ts';
import { identify } from './process-identity.ts';

leakGuard();

const directory = mkdtempSync(join(tmpdir(), 'ferrule-nats-'));
const storeDir = join(directory, 'store');
let running: NatsServer | undefined;
const start = async (options: Partial<NatsOptions> = {}): Promise<NatsServer> => {
  running = await startNatsServer({ storeDir, ...options });
  return running;
};

afterEach(async () => {
  await running?.discard();
  running = undefined;
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('a nats-server', () => {
  it('has JetStream once it is started, on the loopback interface only', async () => {
    const { url } = await start();
    const connection = await connect({ servers: url });
    const account = await (await jetstreamManager(connection)).getAccountInfo();
    expect(account.streams).toBe(0);
    expect(connection.info?.host).toBe('127.0.0.1');
    await connection.close();
  });

  it('starts where users are required, and with syncing asked of a server that cannot', async () => {
    const { url } = await start({
      syncAlways: true,
      config: 'authorization { users: [ { user: ipam, password: secret } ] }',
    });
    await expect(connect({ servers: url, reconnect: false })).rejects.toThrow(/authorization/i);
    await (await connect({ servers: url, user: 'ipam', pass: 'secret' })).close();
  });

  it('says in the error what the server said when it does not start', async () => {
    await expect(start({ config: 'no_such_option: 1' })).rejects.toThrow(
      /nats-server ended with code 1 before it was ready:\n.*unknown field "no_such_option"/s,
    );
  });

  it('names the port that is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(start({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
    other.close();
    await once(other, 'close');
  });

  it('is not started twice on one store while the first owner lives', async () => {
    await start();
    await expect(startNatsServer({ storeDir })).rejects.toThrow(
      /nats-server is already running \(process \d+\) for process \d+, which still needs it/,
    );
  });

  it('is told of when it ends though nobody asked it to, and only then', async () => {
    const told: Error[] = [];
    const server = await start({ onUnexpectedExit: (error) => told.push(error) });
    await server.restart();
    await server.kill();
    await server.restart();
    expect(told).toEqual([]);
    process.kill(server.pid, 'SIGKILL');
    await until(() => told.length > 0);
    expect(told[0]?.message).toMatch(/^nats-server ended with SIGKILL:\n.*Server is ready$/s);
    expect(() => server.pid).toThrow('nats-server is not running');
  });

  it('leaves nothing behind when it is discarded', async () => {
    const server = await start();
    const { pid } = server;
    await server.discard();
    expect(identify(pid)).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('ends when its owner is killed', async () => {
    const { owner, serverPid } = await orphanOwner('./nats-server.ts', 'startNatsServer', {
      storeDir,
    });
    owner.kill('SIGKILL');
    await until(() => identify(serverPid) === undefined, { message: 'the orphan to end' });
    expect(existsSync(storeDir)).toBe(true);
  });

  it('takes its throw-away store along when its owner is killed', async () => {
    const { owner, serverPid } = await orphanOwner('./nats-server.ts', 'startNatsServer', {
      storeDir,
      ephemeral: true,
    });
    owner.kill('SIGKILL');
    await until(() => identify(serverPid) === undefined && !existsSync(storeDir));
  });

  it('starts where one was left behind, and ends that one', async () => {
    const { owner, serverPid } = await orphanOwner('./nats-server.ts', 'startNatsServer', {
      storeDir,
    });
    await killWithGuard(owner, serverPid);
    expect(identify(serverPid)).toBeDefined();
    expect((await start()).pid).not.toBe(serverPid);
    expect(identify(serverPid)).toBeUndefined();
  });
});
