import type { Envelope } from '@ferrule/kernel';
import { GENESIS } from '@ferrule/ledger-chain';
import { ensureRole, withClient } from '@ferrule/testing';
import pg from 'pg';
import type { Ground } from '../ground.ts';

type SchemaModule = typeof import('../../../apps/audit/src/migrations/schema.ts');
type IncomingModule = typeof import('../../../apps/audit/src/ledger/incoming.ts');
type EndModule = typeof import('../../../apps/audit/src/ledger/ledger-end.ts');
type SearchModule = typeof import('../../../apps/audit/src/question/search.ts');
type WriterModule = typeof import('../../../apps/audit/src/ingest/ledger-writer.ts');
type FeedModule = typeof import('../../../apps/audit/src/ingest/bus-feed.ts');

/** As it was built: Node cannot run a source that has decorators. */
const built = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../../apps/audit/dist/${path}`, import.meta.url).href)) as Module;

export const parts = async () => ({
  ...(await built<IncomingModule>('ledger/incoming.js')),
  ...(await built<EndModule>('ledger/ledger-end.js')),
  ...(await built<SearchModule>('question/search.js')),
  ...(await built<WriterModule>('ingest/ledger-writer.js')),
  ...(await built<FeedModule>('ingest/bus-feed.js')),
});
export type Parts = Awaited<ReturnType<typeof parts>>;

export interface BenchLedger {
  /** As the service, in its schema. */
  readonly pool: pg.Pool;
  /** As the server does by itself within a minute. */
  analyze(): Promise<void>;
  close(): Promise<void>;
}

const PASSWORD = 'audit';

/** The ledger's own tables on the servers of the run. */
export const openLedger = async (ground: Ground): Promise<BenchLedger> => {
  const { migrate, prepareDatabase } = await import('@ferrule/service');
  const { migrations } = await built<SchemaModule>('migrations/schema.js');
  await prepareDatabase(ground.postgresUrl, [
    { schema: 'audit', password: PASSWORD, ownerPassword: PASSWORD },
  ]);
  const as = (role: string): string => {
    const url = new URL(ground.postgresUrl);
    [url.username, url.password] = [role, PASSWORD];
    return url.toString();
  };
  for (const name of ['audit', 'audit_owner'])
    await ensureRole(ground.postgresUrl, { name, password: PASSWORD });
  await migrate({ url: as('audit_owner'), schema: 'audit', migrations });
  const pool = new pg.Pool({
    connectionString: as('audit'),
    options: '-c search_path=audit,public -c transaction_timeout=0',
  });
  pool.on('error', () => undefined);
  return {
    pool,
    analyze: () =>
      withClient(ground.postgresUrl, async (client) => {
        await client.query(
          'analyze audit.entry, audit.body, audit.entry_words, audit.entry_address',
        );
      }),
    close: () => pool.end(),
  };
};

const TYPES = ['NetworkAllocated', 'StepCompleted', 'NetworkReleased', 'StepIntended'];

/** An event as services record them: 400 bytes, of a thousand networks, jobs and people. */
export const eventOf = (n: number, source = 'bench'): Envelope & { sequence: number } => ({
  id: `019b8d5e-3c2a-7f10-${(n % 65_536).toString(16).padStart(4, '0')}-${n.toString(16).padStart(12, '0')}`,
  type: TYPES[n % TYPES.length] ?? '',
  schemaVersion: 1,
  source,
  subject: `network-net-${n % 50_000}`,
  time: new Date(Date.UTC(2026, 0, 1) + n * 250).toISOString(),
  sequence: n,
  meta: {
    correlationId: `job-${Math.floor(n / 12)}`,
    causationId: `command-${n}`,
    actor: `operator:${n % 200}`,
    tenant: `tenant-${n % 50}`,
    reason: 'as it was asked for',
  },
  body: JSON.stringify({
    clientId: `client-${n % 1_000}`,
    datacenter: `DC${n % 4}`,
    description: 'Office network, second floor',
    networkId: `net-${n % 50_000}`,
    router: `r-${n % 100}`,
    subnet: `10.${(n >> 8) % 256}.${n % 256}.0/24`,
    vlanId: 100 + (n % 3_900),
    word: `unique${n}`,
  }),
});

/** Writes entries `from` to `to`, as the ledger does but without its bus. */
export const fill = async (
  { incoming, writeEntries }: Parts,
  pool: pg.Pool,
  from: number,
  to: number,
): Promise<void> => {
  const { rows } = await pool.query<{ entry: string; hash: string }>(
    `select entry, encode(hash, 'hex') as hash from entry order by entry desc limit 1`,
  );
  let head = { entry: Number(rows[0]?.entry ?? 0), hash: rows[0]?.hash ?? GENESIS, recordedAt: '' };
  let writing = Promise.resolve();
  for (let start = from; start <= to; start += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, to - start + 1) }, (_, n) => {
      const entry = incoming(head, eventOf(start + n), '2026-01-05T10:00:00.000Z');
      head = entry;
      return entry;
    });
    await writing;
    writing = writeEntries(pool, batch);
    writing.catch(() => undefined);
  }
  await writing;
};
