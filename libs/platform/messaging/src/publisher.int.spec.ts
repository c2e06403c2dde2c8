import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { MAX_BODY_BYTES } from './envelope-codec.ts';
import { Publisher, PublishError } from './publisher.ts';
import { CMD_IPAM, envelope } from './spec-rig.ts';
import { ensureTopology } from './topology.ts';

const SUBJECT = 'cmd.ipam.network.get';

const errorOf = async (act: Promise<unknown>): Promise<PublishError> => {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PublishError) return error;
  throw new Error(`no publish error, but ${String(error)}`);
};

describe('publishing one message', () => {
  // Two users: one may publish commands of its own name alone.
  const nats = useNats({
    config: `authorization { users: [
      { user: all, password: all },
      { user: billing, password: billing,
        permissions: { publish: ["cmd.ipam.network.billing"], subscribe: ["_INBOX_billing.>"] } }
    ] }`,
  });
  let connection: BusConnection;

  beforeEach(async () => {
    const login = { user: 'all', password: 'all' };
    connection = await connectBus({ servers: nats.url, name: 'spec', ...login });
    const manager = await connection.manager();
    await manager.streams.delete('CMD_IPAM').catch(() => undefined);
    await ensureTopology(manager, { streams: [CMD_IPAM] });
  });
  afterEach(() => connection.close());

  it('ends with a receipt, and a repeat of the same id with one that says so', async () => {
    const publisher = new Publisher(connection);
    const first = await publisher.publish(SUBJECT, envelope('a'));
    expect(first).toEqual({ stream: 'CMD_IPAM', streamSequence: 1, duplicate: false });
    const second = await publisher.publish(SUBJECT, envelope('a'));
    expect(second).toEqual({ stream: 'CMD_IPAM', streamSequence: 1, duplicate: true });
  });

  it('waits out a broker that restarts', async () => {
    const publisher = new Publisher(connection, { timeoutMs: 8_000, ackTimeoutMs: 30_000 });
    await nats.server.kill();
    const publishing = publisher.publish(SUBJECT, envelope('a'));
    await nats.server.restart();
    expect((await publishing).stream).toBe('CMD_IPAM');
    expect(await publisher.publish(SUBJECT, envelope('a'))).toMatchObject({ duplicate: true });
  }, 30_000);

  it('says that nothing came back in time', async () => {
    connection.nats.subscribe('silent.subject');
    const publisher = new Publisher(connection, { timeoutMs: 600, ackTimeoutMs: 200 });
    const error = await errorOf(publisher.publish('silent.subject', envelope('a')));
    expect(error.code).toBe('PUBLISH_TIMEOUT');
    expect(error.attempts).toBeGreaterThan(1);
    expect(error.message).toContain('a was not acknowledged in time');
  });

  it('says that nothing takes the subject', async () => {
    const error = await errorOf(new Publisher(connection).publish('no.such', envelope('a')));
    expect(error).toMatchObject({ code: 'NO_STREAM', message: 'no stream takes no.such' });
  });

  it('says that the stream is full', async () => {
    const manager = await connection.manager();
    await manager.streams.update('CMD_IPAM', { max_msgs: 1 });
    const publisher = new Publisher(connection);
    await publisher.publish(SUBJECT, envelope('a'));
    const error = await errorOf(publisher.publish(SUBJECT, envelope('b')));
    expect(error).toMatchObject({ code: 'PUBLISH_REFUSED', attempts: 1 });
    expect(error.message).toContain('maximum messages exceeded');
  });

  it('says that this user may not publish there', async () => {
    const login = { user: 'billing', password: 'billing', inboxPrefix: '_INBOX_billing' };
    const billing = await connectBus({ servers: nats.url, name: 'billing', ...login });
    try {
      const publisher = new Publisher(billing);
      expect(await publisher.publish('cmd.ipam.network.billing', envelope('a'))).toBeDefined();
      const error = await errorOf(publisher.publish(SUBJECT, envelope('b')));
      expect(error).toMatchObject({
        code: 'PUBLISH_FORBIDDEN',
        message: `this user may not publish on ${SUBJECT}`,
      });
    } finally {
      await billing.close();
    }
  });

  it('refuses a body that is too large before it is sent', async () => {
    const body = JSON.stringify('x'.repeat(MAX_BODY_BYTES));
    const error = await errorOf(
      new Publisher(connection).publish(SUBJECT, envelope('a', { body })),
    );
    expect(error).toMatchObject({ code: 'MESSAGE_TOO_LARGE', attempts: 0 });
  });
});
