import { COMMANDS, countOf, meta, useGround } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import type { Envelope } from '@ferrule/kernel';
import { encodeEnvelope, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { consume } from './consumer.ts';

const ground = useGround();
const envelope = (id: string, n: number): Envelope => ({
  id,
  type: 'DoIt',
  schemaVersion: 1,
  source: 'elsewhere',
  subject: 'job-1',
  time: '2026-11-20T10:00:00.000Z',
  meta,
  body: JSON.stringify({ n }),
});

describe('a message that comes five times', () => {
  it('has one effect, also when the broker was killed and restarted in between', async () => {
    const database = await ground.databases.create();
    const reader = await consume(ground, database, { stream: COMMANDS, filter: 'cmd.other.>' });
    const sender = await ground.connect();
    const manager = await sender.manager();
    const id = crypto.randomUUID();
    // The broker would drop the repeats for a while; for what it forgets or never knew there is the inbox.
    const send = async (copy: number) => {
      const headers = encodeEnvelope(envelope(id, 1));
      headers.set('Nats-Msg-Id', `${id}-${copy}`);
      await sender.jetstream.publish('cmd.other.thing.do', JSON.stringify({ n: 1 }), { headers });
    };
    const gone = async () => (await manager.streams.info(COMMANDS.name)).state.messages === 0;
    for (const copy of [1, 2, 3]) await send(copy);
    await until(() => reader.deliveries() === 3);
    await until(gone);
    await ground.nats.server.kill();
    await ground.nats.server.restart();
    await until(() => sender.connected);
    for (const copy of [4, 5]) await send(copy);
    await until(() => reader.deliveries() === 5);
    await until(gone);
    expect(await reader.effects()).toMatchObject([{ id, n: 1 }]);
    expect(await countOf(database.pool(), 'inbox')).toBe(1);
  }, 40_000);

  it('has one effect when its handler dies four times after committing and before acknowledging', async () => {
    const database = await ground.databases.create();
    let deaths = 0;
    const reader = await consume(ground, database, {
      stream: COMMANDS,
      filter: 'cmd.other.>',
      after: async () => {
        deaths += 1;
        if (deaths <= 4) throw new Error('dead before the acknowledgement');
      },
    });
    const sender = await ground.connect();
    const id = crypto.randomUUID();
    const headers = encodeEnvelope(envelope(id, 1));
    await sender.jetstream.publish('cmd.other.thing.do', JSON.stringify({ n: 1 }), { headers });
    await until(() => reader.deliveries() === 5);
    expect(await reader.effects()).toMatchObject([{ id, n: 1 }]);
  }, 40_000);

  it('is accepted by the broker again once it was consumed, which is why there is an inbox', async () => {
    const database = await ground.databases.create();
    const reader = await consume(ground, database, { stream: COMMANDS, filter: 'cmd.other.>' });
    const sender = await ground.connect();
    const id = crypto.randomUUID();
    const send = () =>
      sender.jetstream.publish('cmd.other.thing.do', JSON.stringify({ n: 1 }), {
        headers: encodeEnvelope(envelope(id, 1)),
      });
    await send();
    const manager = await sender.manager();
    const gone = async () => (await manager.streams.info(COMMANDS.name)).state.messages === 0;
    await until(() => reader.deliveries() === 1);
    await until(gone);
    await ground.nats.server.kill();
    await ground.nats.server.restart();
    await until(() => sender.connected);
    expect(await send()).toMatchObject({ duplicate: false });
    await until(() => reader.deliveries() === 2);
    await until(gone);
    expect(await reader.effects()).toMatchObject([{ id, n: 1 }]);
  }, 40_000);

  it('is two messages when only its id differs', async () => {
    const database = await ground.databases.create();
    const reader = await consume(ground, database, { stream: EVENTS, filter: 'evt.other.>' });
    const sender = await ground.connect();
    for (const n of [1, 2])
      await sender.jetstream.publish('evt.other.thing.v1', JSON.stringify({ n: 1 }), {
        headers: encodeEnvelope(envelope(crypto.randomUUID(), n)),
      });
    await until(async () => (await reader.effects()).length === 2);
  }, 40_000);
});
