import { leakGuard } from '@ferrule/testing';
import type { DeliveryView, WebhookView } from '@ferrule/notifier-contracts';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();

const shop: WebhookView = {
  webhookId: 'shop',
  url: 'https://shop.example/hooks/ferrule',
  filter: { types: ['Network*'], datacenters: ['DC1'] },
  ordered: true,
  description: null,
  signing: 'hmac-sha256',
  publicKey: null,
  status: 'active',
  disabledReason: null,
  oldKeyUntil: null,
  failingSince: '2026-11-20T11:05:00.000Z',
  waiting: 3,
  createdAt: '2026-11-20T11:00:00.000Z',
};
const delivery: DeliveryView = {
  deliveryId: '42',
  webhookId: 'shop',
  eventId: 'e-1',
  type: 'NetworkProvisionCompleted',
  networkId: 'net-6b1d2f8c0e9a4357',
  status: 'pending',
  attempts: 2,
  due: '2026-11-20T11:06:00.000Z',
  createdAt: '2026-11-20T11:05:00.000Z',
  endedAt: null,
  last: { at: '2026-11-20T11:05:30.000Z', durationMs: 12, status: 503, answer: 'later' },
};

describe('webhooks', () => {
  it('are a table that fits the terminal', async () => {
    const body = { webhooks: [shop], next: null };
    api.answers = { 'GET /api/v1/webhooks?limit=100': [{ body }] };
    const { out } = await api.run('webhook list', { width: 72 });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
    expect(out).toMatch(/shop .*failing +3/u);
    expect(JSON.parse((await api.run('webhook list --json')).out)).toEqual(body);
  });

  it('are added with what they are told of, and the secret is the last line', async () => {
    api.answers = {
      'POST /api/v1/webhooks': [{ status: 201, body: { webhook: shop, secret: 'whsec_c2VjcmV0' } }],
    };
    const { out } = await api.run(
      'webhook add https://shop.example/hooks/ferrule --id shop --type Network* --dc DC1 --ordered',
    );
    expect(out.split('\n').at(-1)).toBe('whsec_c2VjcmV0');
    expect(JSON.parse(api.seen.at(-1)?.body ?? '')).toEqual({
      url: 'https://shop.example/hooks/ferrule',
      webhookId: 'shop',
      filter: { types: ['Network*'], datacenters: ['DC1'] },
      ordered: true,
    });
  });

  it('are changed in what is named alone', async () => {
    api.answers = { 'PATCH /api/v1/webhooks/shop': [{ body: shop }] };
    await api.run('webhook change shop --url https://shop.example/v2');
    expect(JSON.parse(api.seen.at(-1)?.body ?? '')).toEqual({ url: 'https://shop.example/v2' });
    await api.run('webhook change shop --every');
    expect(JSON.parse(api.seen.at(-1)?.body ?? '')).toEqual({
      filter: { types: [], datacenters: [] },
    });
    expect((await api.run('webhook change shop --every --dc DC1')).code).toBe(2);
  });

  it('are removed', async () => {
    api.answers = { 'DELETE /api/v1/webhooks/shop': [{ status: 204, body: '' }] };
    expect(await api.run('webhook remove shop')).toMatchObject({ code: 0, out: 'shop is gone' });
  });
});

describe('deliveries', () => {
  it('are a table with the last answer', async () => {
    api.answers = {
      'GET /api/v1/webhooks/shop/deliveries?limit=50&status=pending': [
        { body: { deliveries: [delivery], next: null } },
      ],
      'GET /api/v1/webhooks/shop/deliveries/42': [{ body: { attempts: [delivery.last] } }],
    };
    const { out } = await api.run('webhook deliveries shop --status pending', { width: 80 });
    expect(out).toMatch(/42 .* pending +2 +503 later/u);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect((await api.run('webhook delivery shop 42')).out).toMatch(/12 +503 +later/u);
  });

  it('are sent again one by one, or of a time', async () => {
    api.answers = { 'POST /api/v1/webhooks/shop/replay': [{ body: { deliveries: 1 } }] };
    await api.run('webhook replay shop --delivery 42');
    expect(JSON.parse(api.seen.at(-1)?.body ?? '')).toEqual({ deliveryId: '42' });
    const time = '--from 2026-11-20T08:00:00Z --to 2026-11-20T09:00:00Z';
    await api.run(`webhook replay shop ${time}`);
    expect(JSON.parse(api.seen.at(-1)?.body ?? '')).toEqual({
      from: '2026-11-20T08:00:00Z',
      to: '2026-11-20T09:00:00Z',
    });
    expect((await api.run(`webhook replay shop --delivery 42 ${time}`)).code).toBe(2);
  });
});
