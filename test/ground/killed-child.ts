// A service of its own that ends itself by SIGKILL: `node killed-child.ts '<json>'`.
import { type Bus, PgEventStore, Sealer } from '@ferrule/event-store';
import { commandStream, connectBus, EVENTS, JetStreamBus } from '@ferrule/messaging';
import pg from 'pg';

export interface Fate {
  readonly database: string;
  readonly nats: string;
  /** How many messages of this kind the bus has acknowledged when the end comes. */
  readonly after: number;
  readonly of: 'events' | 'commands';
}

const fate = JSON.parse(process.argv[2] ?? '{}') as Fate;
const pool = new pg.Pool({
  connectionString: fate.database,
  options: '-c search_path=store,public',
});
const connection = await connectBus({ servers: fate.nats, name: 'doomed' });
const real = new JetStreamBus(connection, {
  streams: [EVENTS, commandStream('CMD_OTHER', 'cmd.other.>')],
});
let acknowledged = 0;
const doomed: Bus = {
  inspect: (subjects) => real.inspect(subjects),
  publish: async (messages) => {
    const published = await real.publish(messages);
    const kind = messages[0]?.to.startsWith('evt.') === true ? 'events' : 'commands';
    if (kind === fate.of) acknowledged += published.acknowledged;
    // The bus has it; nothing of it is noted yet.
    if (acknowledged >= fate.after) process.kill(process.pid, 'SIGKILL');
    return published;
  },
};
new Sealer(pool, new PgEventStore(pool), doomed, {
  source: 'store',
  subjects: 'evt.store.>',
  subjectOf: (type, version) => `evt.store.${type.toLowerCase()}.v${version}`,
  electionMs: 50,
  pollMs: 50,
}).start();
