import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
// Receivers check what we sign with the package that the standard publishes.
import { Webhook } from 'standardwebhooks';
import { newSecret, sealed, useNotifier } from './notifier.ts';
import { type Call, useReceivers } from './receivers.ts';

const notifier = useNotifier();
const receivers = useReceivers();
const idOf = ({ headers }: Call) => headers['webhook-id'];
const timeout = 60_000;

beforeAll(async () => {
  await notifier.start();
}, 90_000);

describe('an event', () => {
  it('reaches the webhooks of its tenant, signed as the standard says', async () => {
    const secret = await notifier.register('signed', await receivers.url('signed'));
    await notifier.register('foreign', await receivers.url('foreign'), {}, 'globex');
    const id = await notifier.say({ data: { networkId: 'net-1', datacenter: 'DC1', n: 1 } });
    const call = await until(() => receivers.calls('signed').find((one) => idOf(one) === id));
    expect(new Webhook(secret).verify(call.body, { ...call.headers })).toMatchObject({
      type: 'NetworkProvisionCompleted',
      tenant: 'acme',
      source: 'provisioning',
      data: { networkId: 'net-1', datacenter: 'DC1', n: 1 },
    });
    expect(() => new Webhook(newSecret()).verify(call.body, { ...call.headers })).toThrow();
    expect(receivers.calls('foreign')).toEqual([]);
  });

  it('is sent once, however often the bus brings it', async () => {
    await notifier.register('once', await receivers.url('once'));
    const id = await notifier.say();
    for (let n = 0; n < 3; n += 1) await notifier.say({ id });
    const last = await notifier.say();
    const arrived = (one: string) => receivers.calls('once').some((call) => idOf(call) === one);
    // In whatever order.
    await until(() => arrived(id) && arrived(last));
    expect(receivers.calls('once').filter((call) => idOf(call) === id)).toHaveLength(1);
  });

  it('reaches only those whose filter lets it through', async () => {
    const types = ['Network*'];
    await notifier.register('of-dc2', await receivers.url('of-dc2'), {
      filter: { types, datacenters: ['DC2'] },
    });
    await notifier.say({ data: { networkId: 'net-1', datacenter: 'DC1' } });
    await notifier.say({ type: 'StepCompleted', data: { datacenter: 'DC2' } });
    const accepted = { networkId: 'net-2', request: { datacenter: 'DC2' } };
    const first = await notifier.say({ data: accepted, correlationId: 'job-of-dc2' });
    await until(() => receivers.calls('of-dc2').length === 1);
    // Of this one only its job says where it belongs.
    const second = await notifier.say({
      data: { networkId: 'net-2' },
      correlationId: 'job-of-dc2',
    });
    await until(() => receivers.calls('of-dc2').length === 2);
    expect(receivers.calls('of-dc2').map(idOf)).toEqual([first, second]);
  });
});

describe('a receiver that fails', () => {
  it('is tried again, with the same id, and each answer can be seen', async () => {
    const url = await receivers.url('flaky', (_, response, nth) => {
      if (nth === 0) response.writeHead(503, { 'retry-after': '1' }).end('later,\nplease');
      else response.writeHead(204).end();
    });
    await notifier.register('flaky', url);
    const id = await notifier.say();
    const failed = await until(async () =>
      (await notifier.deliveries('flaky')).find(({ attempts }) => attempts === 1),
    );
    expect(failed).toMatchObject({ eventId: id, type: 'NetworkProvisionCompleted' });
    const [done] = await until(
      async () => {
        const all = await notifier.deliveries('flaky', { status: 'delivered' });
        return all.length > 0 && all;
      },
      { timeout },
    );
    expect(done).toMatchObject({ eventId: id, attempts: 2, due: null, last: { status: 204 } });
    const { attempts } = await notifier.ask<{ attempts: readonly object[] }>(
      'qry.notifier.delivery.attempts',
      { tenant: 'acme', deliveryId: done?.deliveryId },
    );
    expect(attempts).toMatchObject([{ status: 503, answer: 'later, please' }, { status: 204 }]);
    expect(receivers.calls('flaky').map(idOf)).toEqual([id, id]);
  }, 90_000);

  it('by a redirect is not followed anywhere', async () => {
    const elsewhere = await receivers.url('elsewhere');
    const url = await receivers.url('redirecting', (_, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    });
    await notifier.register('redirecting', url);
    await notifier.say();
    const [found] = await until(async () => {
      const all = await notifier.deliveries('redirecting');
      return all[0]?.last ? all : undefined;
    });
    expect(found).toMatchObject({ status: 'pending', last: { status: 302 } });
    expect((await notifier.webhook('redirecting')).failingSince).not.toBeNull();
    expect(receivers.calls('elsewhere')).toEqual([]);
  });

  it('with 410 is told of nothing more, until somebody enables it', async () => {
    const url = await receivers.url('gone', (_, response, nth) => {
      response.writeHead(nth === 0 ? 410 : 200).end();
    });
    await notifier.register('gone', url);
    await notifier.say();
    const disabled = await until(async () => {
      const webhook = await notifier.webhook('gone');
      return webhook.status === 'disabled' && webhook;
    });
    expect(disabled.disabledReason).toMatch(/410/);
    const missed = await notifier.say();
    await notifier.register('witness', await receivers.url('witness'));
    const seen = await notifier.say();
    await until(() => receivers.calls('witness').some((call) => idOf(call) === seen));
    expect(receivers.calls('gone')).toHaveLength(1);
    await notifier.execute({ type: 'EnableWebhook', data: { webhookId: 'gone' } });
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    const { deliveries } = await notifier.execute({
      type: 'ReplayDeliveries',
      data: { webhookId: 'gone', from, to },
    });
    expect(deliveries).toBeGreaterThan(1);
    await until(() => receivers.calls('gone').some((call) => idOf(call) === missed));
  });
});

describe('a webhook with a new secret', () => {
  it('signs with both for a while', async () => {
    const old = await notifier.register('rotated', await receivers.url('rotated'));
    const secret = newSecret();
    await notifier.execute({
      type: 'RotateWebhookSecret',
      data: {
        ...{ webhookId: 'rotated', signing: 'hmac-sha256', publicKey: null },
        ...{ secret: sealed('rotated', secret), overlapSeconds: 3_600 },
      },
    });
    await notifier.say();
    const [call] = await until(() => {
      const calls = receivers.calls('rotated');
      return calls.length > 0 && calls;
    });
    for (const key of [old, secret])
      expect(new Webhook(key).verify(call?.body ?? '', { ...call?.headers })).toMatchObject({});
    expect((await notifier.webhook('rotated')).oldKeyUntil).not.toBeNull();
  });

  it('is refused when it is not sealed, or is no key', async () => {
    const rotate = (secret: string) =>
      notifier.execute({
        type: 'RotateWebhookSecret',
        data: {
          ...{ webhookId: 'rotated', signing: 'hmac-sha256', publicKey: null },
          ...{ secret, overlapSeconds: 0 },
        },
      });
    await expect(rotate(newSecret())).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(rotate(sealed('other', newSecret()))).rejects.toMatchObject({
      code: 'SECRET_NOT_SEALED',
    });
    await expect(rotate(sealed('rotated', 'whsec_c2hvcnQ='))).rejects.toMatchObject({
      code: 'SECRET_NOT_SEALED',
    });
  });
});

describe('what another tenant has', () => {
  it('is as unknown as what never was', async () => {
    await notifier.register('mine', await receivers.url('mine'));
    const unknown = { code: 'WEBHOOK_UNKNOWN' };
    await expect(notifier.webhook('mine', 'globex')).rejects.toMatchObject(unknown);
    for (const type of ['RemoveWebhook', 'PingWebhook', 'EnableWebhook'] as const)
      await expect(
        notifier.execute({ type, data: { webhookId: 'mine' } }, 'globex'),
      ).rejects.toMatchObject(unknown);
    await expect(notifier.deliveries('mine', { tenant: 'globex' })).rejects.toMatchObject(unknown);
  });
});
