import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { leakGuard, startPostgres, withClient } from '@ferrule/testing';
import { greetingOf } from './nats-probe.ts';
import { testDirectory } from './test-directory.ts';
import { TestServers } from './test-servers.ts';

leakGuard();

describe('the servers that specs share', () => {
  const servers = new TestServers();
  afterAll(() => servers.discard());

  it('are started once for all who ask at the same time', async () => {
    const [one, two] = await Promise.all([
      servers.call('nats', 'a', 'start'),
      servers.call('nats', 'a', 'start'),
    ]);
    expect(one).toEqual(two);
  });

  it('are different ones for different keys', async () => {
    const one = await servers.call('nats', 'a', 'start');
    const other = await servers.call('nats', 'b', 'start');
    expect(other.port).not.toBe(one.port);
  });

  it.each(['stop', 'kill'] as const)(
    'are alive again after a %s when the next one asks',
    async (end) => {
      const { host, port } = await servers.call('nats', 'a', 'start');
      await servers.call('nats', 'a', end);
      expect(await greetingOf(host, port)).toBeUndefined();
      expect(await servers.call('nats', 'a', 'start')).toMatchObject({ port });
      expect(await greetingOf(host, port)).toMatchObject({ jetstream: true });
    },
  );

  it('go with everything they kept', async () => {
    const { host, port } = await servers.call('nats', 'a', 'start');
    await servers.discard();
    expect(await greetingOf(host, port)).toBeUndefined();
  });
});

describe('a directory for what a run throws away', () => {
  it('holds a Postgres also where it is closed to other accounts', async () => {
    const directory = await testDirectory();
    chmodSync(directory, 0o700);
    const server = await startPostgres({ dataDir: `${directory}/closed/data`, ephemeral: true });
    try {
      await withClient(server.url, (client) => client.query('SELECT 1'));
      await server.restart();
    } finally {
      await server.discard();
    }
    expect(readdirSync(`${directory}/closed`)).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});
