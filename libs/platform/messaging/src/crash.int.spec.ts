import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { until, useNats } from '@ferrule/testing';
import { connectBus } from './connection.ts';
import { DeadLetters } from './dead-letters.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM } from './spec-rig.ts';
import { ensureTopology } from './topology.ts';

const consumer = { ...IPAM, ackWaitMs: 500, maxDeliveries: 3 };

// Node strips the types of these files by itself; what it cannot do is decorators.
const service = `
  import { connectBus } from './connection.ts';
  import { Consume } from './consume.ts';
  import { JetStreamServer } from './jetstream-server.ts';
  import { Controller, Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';

  // It must not outlive a spec that is killed.
  process.stdin.on('end', () => process.exit()).resume();
  const [url, declared] = JSON.parse(process.argv[1]);
  class Networks {
    handle() {
      process.kill(process.pid, 'SIGKILL');
    }
  }
  Controller()(Networks);
  const handle = Object.getOwnPropertyDescriptor(Networks.prototype, 'handle');
  Consume(declared.consumer)(Networks.prototype, 'handle', handle);
  class Service {}
  Module({ controllers: [Networks] })(Service);

  const connection = await connectBus({ servers: url, name: 'spec' });
  const strategy = new JetStreamServer({ connection, streams: [declared.stream] });
  const app = await NestFactory.createMicroservice(Service, { strategy, logger: false });
  await app.listen();
`;

describe('a handler that takes the process down with every delivery', () => {
  const nats = useNats();

  it('ends on the dead-letter stream before it is called once more', async () => {
    const connection = await connectBus({ servers: nats.url, name: 'spec' });
    const manager = await connection.manager();
    await ensureTopology(manager, { streams: [CMD_IPAM], consumers: [consumer] });
    await new Publisher(connection).publish('cmd.ipam.network.get', envelope('deadly'));

    const deaths: (string | null)[] = [];
    const start = () => {
      const child = spawn(
        process.execPath,
        [
          '--experimental-transform-types',
          '--conditions=ferrule-source',
          '--disable-warning=ExperimentalWarning',
          '--input-type=module',
          '--eval',
          service,
          JSON.stringify([nats.url, { consumer, stream: CMD_IPAM }]),
        ],
        { cwd: import.meta.dirname, stdio: ['pipe', 'ignore', 'inherit'] },
      );
      return { child, gone: once(child, 'exit') };
    };
    let survivor = start();
    try {
      for (let delivery = 1; delivery <= 3; delivery += 1) {
        await survivor.gone;
        deaths.push(survivor.child.signalCode);
        survivor = start();
      }
      expect(deaths).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
      const [letter] = await until(async () => {
        const { letters } = await new DeadLetters(connection).list();
        return letters.length > 0 && letters;
      });
      expect(letter).toMatchObject({
        deliveries: 4,
        reason: 'crashed or timed out 3 times',
        headers: { 'ce-id': ['deadly'] },
        body: '{"size":"/24"}',
      });
      const left = async () => (await manager.streams.info('CMD_IPAM')).state.messages;
      await until(async () => (await left()) === 0);
      expect(survivor.child.exitCode ?? survivor.child.signalCode).toBeNull();
    } finally {
      survivor.child.kill('SIGKILL');
      await survivor.gone;
      await connection.close();
    }
  }, 60_000);
});
