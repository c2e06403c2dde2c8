/**
 * A durable consumer of audit events that may be away for longer than the bus keeps them: it reads
 * the bus while that has what comes next, and otherwise the ledger over HTTP, and goes on from the
 * bus. It is written by docs/asyncapi.json and the API's OpenAPI document alone.
 *
 *   API_URL=… API_KEY=fk_… NATS_URL=… NATS_USER=auditor NATS_PASSWORD=… STATE=seen.json \
 *   node test/clients/catch-up.mjs
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { AckPolicy, connect } from 'nats';

const {
  API_URL = 'http://127.0.0.1:8080',
  API_KEY,
  NATS_URL = 'nats://127.0.0.1:4222',
  NATS_USER = 'auditor',
  NATS_PASSWORD,
  STATE = 'seen.json',
} = process.env;

// What a real consumer keeps beside its own data, in the same transaction: the last number that it
// has seen of each source. `ce-sequence` has no gap within a source.
const seen = existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : { entry: 0, last: {} };
const save = () => {
  writeFileSync(`${STATE}.new`, JSON.stringify(seen));
  renameSync(`${STATE}.new`, STATE);
};
const last = (source) => seen.last[source] ?? 0;
const take = (source, sequence, type, from) => {
  if (sequence <= last(source)) return;
  seen.last[source] = sequence;
  console.log(`${source}#${sequence} ${type} (${from})`);
};

/** Reads the ledger until the numbers of a source reach `wanted`; what is known already is passed over. */
const catchUp = async (source, wanted) => {
  while (last(source) < wanted) {
    const response = await fetch(`${API_URL}/api/v1/audit/events?after=${seen.entry}&limit=500`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    if (!response.ok) throw new Error(`the API answered ${response.status}`);
    const { events } = await response.json();
    for (const event of events) {
      take(event.source, event.sequence, event.type, 'ledger');
      seen.entry = event.entry;
    }
    save();
    // The ledger is a moment behind the bus.
    if (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

const bus = await connect({
  servers: NATS_URL,
  user: NATS_USER,
  pass: NATS_PASSWORD,
  // The only place where this user may read what is answered to it.
  inboxPrefix: `_INBOX_${NATS_USER}`,
});
const manager = await bus.jetstreamManager();
const name = NATS_USER;
await manager.consumers.add('EVENTS', { durable_name: name, ack_policy: AckPolicy.Explicit });
const consumer = await bus.jetstream().consumers.get('EVENTS', name);
const messages = await consumer.consume({ max_messages: 100 });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => messages.stop());
for await (const message of messages) {
  const read = (attribute) => message.headers.get(`ce-${attribute}`);
  const source = read('source').replace('/ferrule/', '');
  const sequence = Number(read('sequence'));
  // Answers of gateways have no number: they are no records.
  if (sequence > 0) {
    if (sequence > last(source) + 1) await catchUp(source, sequence - 1);
    take(source, sequence, read('type').split('.')[1], 'bus');
    save();
  }
  message.ack();
}
await bus.close();
