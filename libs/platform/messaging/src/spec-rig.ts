import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Envelope } from '@ferrule/kernel';
import { commandStream, type ConsumerDeclaration } from './declaration.ts';
import { JetStreamServer, type JetStreamServerOptions } from './jetstream-server.ts';

// For the specs of this folder alone: a message, a stream, a service that consumes.

export const CMD_IPAM = commandStream('CMD_IPAM', 'cmd.ipam.>');

export const IPAM: ConsumerDeclaration = {
  stream: 'CMD_IPAM',
  durable: 'ipam',
  filter: 'cmd.ipam.>',
  ackWaitMs: 1_000,
};

export const envelope = (id: string, overrides: Partial<Envelope> = {}): Envelope => ({
  id,
  type: 'AllocateNetwork',
  schemaVersion: 1,
  source: 'provisioning',
  subject: 'job-1',
  time: '2026-11-20T10:00:00.000Z',
  meta: { correlationId: 'job-1', actor: 'operator:ann', tenant: 'acme' },
  body: '{"size":"/24"}',
  ...overrides,
});

export interface Service {
  readonly server: JetStreamServer;
  close(): Promise<void>;
}

export const serve = async (
  options: JetStreamServerOptions,
  ...controllers: Type[]
): Promise<Service> => {
  @Module({ controllers })
  class ServiceModule {}
  const server = new JetStreamServer({
    retry: { baseMs: 20, capMs: 40 },
    heartbeatMs: 200,
    drainMs: 5_000,
    ...options,
  });
  const app = await NestFactory.createMicroservice(ServiceModule, {
    strategy: server,
    logger: false,
    abortOnError: false,
  });
  await app.listen();
  return { server, close: () => app.close() };
};
