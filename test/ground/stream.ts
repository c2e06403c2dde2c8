import type { BusConnection } from '@ferrule/messaging';

export interface OnStream {
  readonly subject: string;
  readonly id: string;
  readonly stream: string;
  /** The sealed sequence; commands have none. */
  readonly sequence: number;
  readonly n: number;
}

/** Everything that a stream holds, in its own order, read past every consumer. */
export const held = async (
  connection: BusConnection,
  name: string,
): Promise<readonly OnStream[]> => {
  // A request to a broker that is away would wait for its time-out.
  if (!connection.connected) throw new Error('the broker is away');
  const manager = await connection.manager();
  const { state } = await manager.streams.info(name);
  const messages: OnStream[] = [];
  for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(name, { seq });
    if (message === null) continue;
    messages.push({
      subject: message.subject,
      id: message.header.get('ce-id'),
      stream: message.header.get('ce-subject'),
      sequence: Number(message.header.get('ce-sequence')),
      n: message.json<{ n: number }>().n,
    });
  }
  return messages;
};

/** How often each event stream's `n` came out lower than one before it. */
export const turnedRound = (messages: readonly OnStream[]): readonly OnStream[] => {
  const latest = new Map<string, number>();
  return messages.filter(({ stream, n }) => {
    const before = latest.get(stream) ?? -1;
    latest.set(stream, Math.max(before, n));
    return n <= before;
  });
};

/** Without the repeats that a broker took for new after it had forgotten the first ones. */
export const firstTimes = (messages: readonly OnStream[]): readonly OnStream[] => {
  const seen = new Set<string>();
  return messages.filter(({ id }) => !seen.has(id) && seen.add(id));
};
