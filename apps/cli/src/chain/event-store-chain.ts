import { type Verdict, verifyChain } from '@ferrule/event-store';
import pg from 'pg';
import { errorCode, errorText } from '../error-code.ts';
import { refused, unreachable } from '../failure.ts';

/** A connection that only reads, for as long as it takes. */
export const openToRead = async (url: string, schema: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ferrule-verify',
    connectionTimeoutMillis: 5_000,
    // A service's role ends long transactions because writes hold up every reader; this one only reads.
    options: `-c search_path=${schema} -c transaction_timeout=0 -c idle_in_transaction_session_timeout=0`,
  });
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    if (errorCode(error)?.startsWith('28'))
      throw refused(`the database refuses this role: ${errorText(error)}.`);
    throw unreachable(
      `no answer from the database of ${schema}: ${errorText(error) || String(errorCode(error))}.`,
    );
  }
  return client;
};

/** Walks one service's chain as it was at one instant, while the service goes on. */
export const verifyService = async (
  url: string,
  schema: string,
  progress: (events: number) => void,
): Promise<Verdict> => {
  const client = await openToRead(url, schema);
  try {
    // One snapshot: what is sealed and published meanwhile must not look like a tail that is gone.
    await client.query('begin isolation level repeatable read read only');
    return await verifyChain(client, progress);
  } catch (error) {
    if (errorCode(error) === '42P01' || errorCode(error) === '42501')
      throw refused(`this role sees no event store in the schema ${schema}.`);
    throw error;
  } finally {
    await client.end();
  }
};
