import type pg from 'pg';

/** Lends a connection. One that breaks meanwhile fails what it was asked, and not the process. */
export const withConnection = async <T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  const note = (error: Error): void => {
    broken = error;
  };
  client.on('error', note);
  try {
    return await work(client);
  } finally {
    client.off('error', note);
    client.release(broken);
  }
};

/** For what needs locks that last until it is written. */
export const inTransaction = async <T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> =>
  withConnection(pool, async (client) => {
    await client.query('begin');
    try {
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      // A connection that is gone has rolled back, too.
      await client.query('rollback').catch(() => client.emit('error', error));
      throw error;
    }
  });
