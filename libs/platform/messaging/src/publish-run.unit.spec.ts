import { describe, expect, it } from '@jest/globals';
import { MsgHdrsImpl, type Msg } from '@nats-io/transport-node';
import type { BusMessage } from '@ferrule/event-store';
import { PublishRun } from './publish-run.ts';
import { envelope } from './spec-rig.ts';

const message = (n: number, body = '{}'): BusMessage => ({
  to: 'evt.x',
  envelope: envelope(`m-${n}`, { body }),
});

const answer = (text: string): Msg => ({
  subject: '_INBOX.x',
  sid: 1,
  data: new TextEncoder().encode(text),
  headers: MsgHdrsImpl.fromRecord({}),
  respond: () => false,
  json: JSON.parse.bind(JSON, text),
  string: () => text,
});
const ack = (seq: number): Msg => answer(JSON.stringify({ stream: 'EVENTS', seq }));
const refused = answer('{"error":{"code":503,"description":"full"},"stream":"EVENTS","seq":0}');

const start = (messages: readonly BusMessage[], maxInFlight = 256) => {
  const replies: (string | undefined)[] = [];
  const nats = {
    publish: (_subject: string, _body?: unknown, options?: { reply?: string }) => {
      replies.push(options?.reply);
    },
  };
  const options = { replyPrefix: 'r.', maxInFlight, ackTimeoutMs: 5_000 };
  const run = new PublishRun(nats, messages, options);
  return { run, replies, finished: run.finished() };
};

describe('a list on its way to the bus', () => {
  it('counts what is acknowledged without a gap, in whatever order that comes', async () => {
    const { run, finished } = start([message(1), message(2), message(3), message(4)]);
    for (const [index, seq] of [
      [3, 13],
      [1, 11],
      [0, 10],
    ] as const) {
      run.acknowledge(index, ack(seq));
    }
    run.abandon(new Error('lost'));
    expect(await finished).toMatchObject({ acknowledged: 2, failure: new Error('lost') });
  });

  it('waits for what comes before a refusal', async () => {
    const { run, finished } = start([message(1), message(2), message(3)]);
    run.acknowledge(2, ack(12));
    run.acknowledge(1, refused);
    run.acknowledge(0, ack(10));
    const { acknowledged, failure } = await finished;
    expect(acknowledged).toBe(1);
    expect(failure?.message).toBe('the bus refused m-2 on evt.x: full');
  });

  it('is never further ahead of its acknowledgements than it may be', () => {
    const { run, replies } = start(
      [1, 2, 3, 4, 5].map((n) => message(n)),
      2,
    );
    expect(replies).toEqual(['r.0', 'r.1']);
    run.acknowledge(0, ack(1));
    run.acknowledge(0, ack(1));
    expect(replies).toEqual(['r.0', 'r.1', 'r.2']);
    run.abandon(new Error('enough'));
  });

  it('holds a few megabytes in flight at most', () => {
    const body = JSON.stringify('x'.repeat(500_000));
    const { run, replies } = start(Array.from({ length: 100 }, (_, n) => message(n, body)));
    expect(replies).toHaveLength(17);
    run.abandon(new Error('enough'));
  });

  it('takes an answer that makes no sense for a refusal', async () => {
    const { run, finished } = start([message(1)]);
    run.acknowledge(0, answer('what?'));
    expect((await finished).failure?.message).toContain('cannot be read');
  });
});
