import { format, resolveConfig } from 'prettier';
import { messages, type DocumentedMessage } from './messages.ts';

const byType = <T>(tell: (message: DocumentedMessage) => T): Record<string, T> =>
  Object.fromEntries(messages.map((message) => [message.type, tell(message)]));

const ref = (path: string) => ({ $ref: `#/${path}` });

const MINUTE_MS = 60_000;

/** AsyncAPI's binding for NATS knows queues only. */
const jetStream = ({ stream }: DocumentedMessage) => ({
  stream: stream.name,
  subjects: stream.subjects,
  retention: stream.retention,
  discard: stream.discard ?? 'old',
  max_age_seconds: (stream.maxAgeMs ?? 0) / 1000,
  duplicate_window_seconds: (stream.duplicateWindowMs ?? 2 * MINUTE_MS) / 1000,
});

const channelOf = (message: DocumentedMessage) => ({
  address: message.address,
  ...(message.parameters && { parameters: message.parameters }),
  messages: { [message.type]: ref(`components/messages/${message.type}`) },
  'x-jetstream': jetStream(message),
  ...(message.internal && { 'x-internal': true }),
});

/** From where Ferrule stands: it receives commands and sends events. */
const operationOf = ({ type, kind, summary }: DocumentedMessage) => ({
  action: kind === 'command' ? 'receive' : 'send',
  channel: ref(`channels/${type}`),
  summary,
  messages: [ref(`channels/${type}/messages/${type}`)],
});

const messageOf = ({ type, headers, payload, summary, example }: DocumentedMessage) => ({
  name: `ferrule.${type}.v1`,
  title: type,
  summary,
  contentType: 'application/json',
  headers,
  payload,
  ...(example && { examples: [{ name: type, payload: example }] }),
});

export const asyncApi = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Ferrule on the bus',
    version: '1',
    description:
      'Commands that upstream systems send and events that everybody may follow, over NATS JetStream. Delivery is at least once: drop what you have seen by ce-id, and order the events of one ce-source by ce-sequence. A body is never larger than 512 KiB.',
  },
  defaultContentType: 'application/json',
  channels: byType(channelOf),
  operations: byType(operationOf),
  components: { messages: byType(messageOf) },
});

/** The text of docs/asyncapi.json. */
export const asyncApiText = async (path: string): Promise<string> => {
  const options = await resolveConfig(path);
  return format(JSON.stringify(asyncApi()), { ...options, filepath: path });
};
