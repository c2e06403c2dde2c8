import pg from 'pg';
import { it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';

const database = useDatabase({ name: 'empty', migrate: () => Promise.resolve() });

it('passes by itself', async () => {
  const client = new pg.Client({ connectionString: database.url, application_name: 'forgetful' });
  client.on('error', () => undefined);
  await client.connect();
});
