import { afterAll, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';

const database = useDatabase({ name: 'empty', migrate: () => Promise.resolve() });

it('passes by itself', () => {
  expect(database.name).toMatch(/^empty_/);
});

// Defined after useDatabase, and the database must still be there: the message is the proof.
afterAll(async () => {
  const { rows } = await database
    .pool()
    .query<{ name: string }>('SELECT current_database() AS name');
  throw new Error(
    `the hook still sees ${rows[0]?.name === database.name ? 'its database' : 'none'}`,
  );
});
