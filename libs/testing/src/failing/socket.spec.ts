import { createServer } from 'node:net';
import { it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';

leakGuard();

it('passes by itself', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
