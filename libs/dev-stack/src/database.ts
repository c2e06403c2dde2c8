import pg from 'pg';

/** The stack's database at a server, as somebody. */
export const databaseUrl = (server: string, user?: string, password?: string): string => {
  const url = new URL(server);
  url.pathname = '/ferrule';
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.toString();
};

export const ensureDatabase = async (adminUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'ferrule'`);
    if (rowCount === 0) await client.query('create database ferrule');
  } finally {
    await client.end();
  }
};
