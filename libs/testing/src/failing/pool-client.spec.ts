import { it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';

const database = useDatabase({ name: 'empty', migrate: () => Promise.resolve() });

it('passes by itself', async () => {
  await database.pool().connect();
});
