/**
 * An audit consumer that has never seen Ferrule's code: reads every event once, in its own time, and
 * goes on where it stopped. See docs/how-to/subscribe-to-events.md.
 *
 *   NATS_URL=nats://… NATS_USER=auditor NATS_PASSWORD=… node test/clients/follow-events.mjs
 */
import { AckPolicy, connect } from 'nats';

const { NATS_URL = 'nats://127.0.0.1:4222', NATS_USER = 'auditor', NATS_PASSWORD } = process.env;
// A user may work with the consumer that is called like itself, and with no other.
const name = NATS_USER;
const bus = await connect({
  servers: NATS_URL,
  user: NATS_USER,
  pass: NATS_PASSWORD,
  // The only place where this user may read what is answered to it.
  inboxPrefix: `_INBOX_${NATS_USER}`,
});

// Made once; found again by its name, with what was acknowledged so far.
const manager = await bus.jetstreamManager();
await manager.consumers.add('EVENTS', { durable_name: name, ack_policy: AckPolicy.Explicit });
const consumer = await bus.jetstream().consumers.get('EVENTS', name);

/** The last number seen of each source: what a real reader keeps beside its own data. */
const seen = new Map();

const messages = await consumer.consume({ max_messages: 100 });
process.once('SIGINT', () => messages.stop());
for await (const message of messages) {
  const read = (attribute) => message.headers.get(`ce-${attribute}`);
  const [source, sequence] = [read('source'), Number(read('sequence'))];
  const place = `${source}#${sequence}`;
  // A repeat, after a crash of ours or of the bus: acknowledged, and not counted twice.
  if (sequence > (seen.get(source) ?? 0)) {
    seen.set(source, sequence);
    console.log(`${read('time')} ${place} ${read('type')} ${read('subject')} ${read('tenant')}`);
  }
  message.ack();
}
await bus.close();
