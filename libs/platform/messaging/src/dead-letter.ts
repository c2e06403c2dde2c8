import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import type { BusConnection } from './connection.ts';
import type { ConsumerDeclaration, StreamDeclaration } from './declaration.ts';
import { decodeHeaderValue, encodeHeaderValue } from './header-value.ts';
import type { PulledMessage } from './pulled-message.ts';
import { ensureStream } from './topology.ts';

export interface DeadLetterReason {
  /** A sentence: `crashed or timed out 6 times`. */
  readonly reason: string;
  readonly error?: { readonly name: string; readonly message: string; readonly code?: string };
}

/** A message that nobody could use, and why. */
export interface DeadLetter extends DeadLetterReason {
  /** Its number in the dead-letter stream. */
  readonly sequence: number;
  readonly consumer: string;
  readonly stream: string;
  readonly streamSequence: number;
  /** Where it was published, and where a replay publishes it again. */
  readonly subject: string;
  readonly deliveries: number;
  readonly at: string;
  /** As they came. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  /** How many bytes of a body were cut off because the letter was too large for the bus. */
  readonly bytesMissing: number;
}

const MARK = 'dlq-';
const LONGEST_REASON = 1_000;

export const deadLetterSubject = (consumer: string): string => `dlq.${consumer}`;

/** Puts messages on the dead-letter stream, which is made again if somebody deleted it. */
export class DeadLetterOffice {
  constructor(
    private readonly connection: BusConnection,
    private readonly stream: StreamDeclaration,
  ) {}

  /** Resolves when the broker holds the letter; only then may the message itself be settled. */
  async take(
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    why: DeadLetterReason,
  ): Promise<void> {
    const { durable, stream } = consumer;
    const headers = letterHeaders(message, consumer, why);
    const room = (this.connection.nats.info?.max_payload ?? 1_048_576) - encodedSize(headers) - 64;
    const body = message.data.subarray(0, Math.max(0, room));
    if (body.length < message.data.length) {
      headers.set(`${MARK}bytes-missing`, String(message.data.length - body.length));
    }
    // A second attempt after a crash in between is dropped by the broker.
    const options = { headers, msgID: `${stream}/${durable}/${message.key}`, timeout: 5_000 };
    const subject = deadLetterSubject(durable);
    try {
      await this.connection.jetstream.publish(subject, body, options);
    } catch {
      await ensureStream(await this.connection.manager(), this.stream);
      await this.connection.jetstream.publish(subject, body, options);
    }
  }
}

const letterHeaders = (
  message: PulledMessage,
  consumer: ConsumerDeclaration,
  { reason, error }: DeadLetterReason,
): MsgHdrs => {
  const headers: Record<string, string[]> = {};
  for (const [name, values] of message.headers ?? []) {
    // The broker would obey `Nats-…` headers again, and we would believe our own.
    if (/^nats-/i.test(name)) headers[MARK + name.toLowerCase()] = values;
    else if (!name.toLowerCase().startsWith(MARK)) headers[name] = values;
  }
  const mark = (name: string, value: string | number): void => {
    headers[MARK + name] = [encodeHeaderValue(String(value).slice(0, LONGEST_REASON))];
  };
  mark('subject', message.subject);
  mark('stream', consumer.stream);
  mark('stream-sequence', message.streamSequence);
  mark('consumer', consumer.durable);
  mark('deliveries', message.deliveryCount);
  mark('at', new Date().toISOString());
  mark('reason', reason);
  if (error !== undefined) {
    mark('error-name', error.name);
    mark('error-message', error.message);
    if (error.code !== undefined) mark('error-code', error.code);
  }
  return MsgHdrsImpl.fromRecord(headers);
};

const encodedSize = (headers: MsgHdrs): number => {
  let size = 0;
  for (const [name, values] of headers) {
    for (const value of values) size += name.length + Buffer.byteLength(value) + 4;
  }
  return size + 256;
};

export const readDeadLetter = (stored: {
  readonly seq: number;
  readonly header: MsgHdrs;
  readonly data: Uint8Array;
}): DeadLetter => {
  const headers: Record<string, readonly string[]> = {};
  for (const [name, values] of stored.header) {
    if (name.startsWith(`${MARK}nats-`)) headers[name.slice(MARK.length)] = values;
    else if (!name.startsWith(MARK) && !/^nats-/i.test(name)) headers[name] = values;
  }
  const mark = (name: string): string =>
    decodeHeaderValue(MARK + name, stored.header.get(MARK + name));
  const code = mark('error-code');
  return {
    sequence: stored.seq,
    consumer: mark('consumer'),
    stream: mark('stream'),
    streamSequence: Number(mark('stream-sequence')),
    subject: mark('subject'),
    deliveries: Number(mark('deliveries')),
    at: mark('at'),
    reason: mark('reason'),
    ...(mark('error-name') !== '' && {
      error: {
        name: mark('error-name'),
        message: mark('error-message'),
        ...(code !== '' && { code }),
      },
    }),
    headers,
    body: new TextDecoder().decode(stored.data),
    bytesMissing: Number(mark('bytes-missing')),
  };
};
