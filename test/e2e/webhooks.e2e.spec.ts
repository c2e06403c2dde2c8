import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { Webhook } from 'standardwebhooks';
import { useStack } from './stack.ts';

const stack = useStack();

interface Call {
  readonly headers: Record<string, string>;
  readonly body: string;
}
const calls: Call[] = [];
const server = createServer((request, response) => {
  void request.toArray().then((chunks: Buffer[]) => {
    const body = Buffer.concat(chunks).toString('utf8');
    calls.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(204).end();
  });
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a webhook of the stack', () => {
  it('hears of a network, signed with the secret that was shown once', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const filter = { types: ['NetworkProvisionCompleted'], datacenters: ['DC2'] };
    const made = await stack.call('POST', '/api/v1/webhooks', { webhookId: 'e2e', url, filter });
    expect(made.status).toBe(201);
    const { secret } = made.body as { secret: string };
    const shown = await stack.call('GET', '/api/v1/webhooks/e2e');
    expect(JSON.stringify(shown.body)).not.toContain(secret.slice(6));
    const asked = { clientId: 'hook-corp', type: 'production', size: '/26' };
    for (const datacenter of ['DC1', 'DC2'])
      await stack.call('POST', '/api/v1/networks/provision', { ...asked, datacenter });
    const call = await until(() => calls[0], { timeout: 60_000 });
    expect(new Webhook(secret).verify(call.body, call.headers)).toMatchObject({
      type: 'NetworkProvisionCompleted',
      data: { clientId: 'hook-corp', datacenter: 'DC2' },
    });
    expect(calls).toHaveLength(1);
    expect((await stack.call('DELETE', '/api/v1/webhooks/e2e')).status).toBe(204);
  }, 180_000);
});
