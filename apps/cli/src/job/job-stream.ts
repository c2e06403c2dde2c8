import type { ApiClient } from '../api-client.ts';
import { jobPath } from './paths.ts';

export interface ServerEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** The API says something four times as often, if only that it is still there. */
const LONGEST_SILENCE_MS = 60_000;

const eventOf = (frame: string): ServerEvent => {
  const lines = frame.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^(\w+): ?(.*)$/su.exec(line) ?? [];
    return name === '' ? [] : [[name, value] as const];
  });
  const all = (wanted: string) => lines.filter(([name]) => name === wanted).map(([, text]) => text);
  return { id: all('id').at(-1), event: all('event').at(-1) ?? '', data: all('data').join('\n') };
};

/** What is said on a stream of server-sent events; what only keeps it open is passed over. */
async function* eventsIn(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    heard();
    text += decoder.decode(chunk, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const event = eventOf(frame);
      if (event.data !== '') yield event;
    }
  }
}

/** The events of a job from `after` on, for at most so long; it ends, or throws, when it is cut off. */
export async function* jobEvents(
  api: ApiClient,
  jobId: string,
  after: string | undefined,
  ms: number,
): AsyncGenerator<ServerEvent> {
  const silent = new AbortController();
  const timer = setTimeout(() => {
    silent.abort();
  }, LONGEST_SILENCE_MS);
  try {
    const { body } = await api.open(
      jobPath(jobId, 'events'),
      { accept: 'text/event-stream', ...(after !== undefined && { 'last-event-id': after }) },
      AbortSignal.any([silent.signal, AbortSignal.timeout(Math.ceil(ms))]),
    );
    if (body !== null) yield* eventsIn(body, () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}
