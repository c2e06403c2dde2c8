import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AlertRuleView,
  type DeliveryView,
  NOTIFIER_QUERIES,
  type NotifierCommand,
  type WebhookView,
} from '@ferrule/notifier-contracts';
import { until } from '@ferrule/testing';
import { sealed, newSecret, useNotifier } from './notifier.ts';
import { useReceivers } from './receivers.ts';

const notifier = useNotifier();
const receivers = useReceivers();

const acme = { tenant: 'acme', scope: { tenants: ['acme'], datacenters: null } };
const acmeInDC1 = { tenant: 'acme', scope: { tenants: ['acme'], datacenters: ['DC1'] } };
const globex = { tenant: 'globex', scope: { tenants: ['globex'], datacenters: null } };
/** What no door lets through: somebody who acts for a tenant that is not one of its own. */
const intruder = { tenant: 'globex', scope: acme.scope };
type Asker = typeof acme | typeof acmeInDC1;

const order = ({ type, data }: NotifierCommand, { tenant, scope }: Asker) =>
  notifier.ask(NOTIFIER_QUERIES.execute, {
    ...{ id: crypto.randomUUID(), type, data, scope },
    meta: { actor: 'key:spec', tenant },
  });
const told = async (id: string, work: Promise<unknown>) => {
  const [settled] = await Promise.allSettled([work]);
  if (settled.status === 'fulfilled') return settled.value;
  const { code, message, detail } = settled.reason as Record<string, unknown>;
  return { code, detail, message: String(message).replaceAll(id, '…') };
};
const rule = (ruleId: string, datacenters: string[], asker: Asker) =>
  order(
    {
      type: 'SetAlertRule',
      data: {
        ...{ ruleId, filter: { types: [], datacenters }, timeZone: 'UTC', groupSeconds: 300 },
        to: { kind: 'mail', addresses: ['ops@example.com'] },
      },
    },
    asker,
  );
let delivery = '';

beforeAll(async () => {
  await notifier.start();
  const everywhere = { types: ['Network*'], datacenters: [] };
  for (const [id, tenant, filter] of [
    ['acme-all', 'acme', everywhere],
    ['acme-dc1', 'acme', { ...everywhere, datacenters: ['DC1'] }],
    ['acme-dc2', 'acme', { ...everywhere, datacenters: ['DC1', 'DC2'] }],
    ['globex-all', 'globex', everywhere],
  ] as const)
    await notifier.register(id, await receivers.url(id), { filter }, tenant);
  await rule('acme-all', [], acme);
  await rule('acme-dc1', ['DC1'], acme);
  await rule('globex-all', [], globex);
  await notifier.say({ tenant: 'globex' });
  await until(() => receivers.calls('globex-all').length === 1);
  const { deliveries } = await notifier.ask<{ deliveries: DeliveryView[] }>(
    NOTIFIER_QUERIES.listDeliveries,
    { ...globex, webhookId: 'globex-all' },
  );
  delivery = deliveries[0]!.deliveryId;
}, 120_000);

describe('webhooks and rules', () => {
  const webhooks = async (asker: Asker, more: object = {}) => {
    const { webhooks: found, next } = await notifier.ask<{
      webhooks: WebhookView[];
      next: string | null;
    }>(NOTIFIER_QUERIES.listWebhooks, { ...asker, ...more });
    return [found.map(({ webhookId }) => webhookId).join(' '), next];
  };
  const rules = async (asker: Asker) => {
    const { alertRules } = await notifier.ask<{ alertRules: AlertRuleView[] }>(
      NOTIFIER_QUERIES.listAlertRules,
      asker,
    );
    return alertRules.map(({ ruleId }) => ruleId).join(' ');
  };

  it('are listed for their tenant, and as far as they hear of nothing else', async () => {
    expect(await webhooks(acme)).toEqual(['acme-all acme-dc1 acme-dc2', null]);
    expect(await webhooks(acmeInDC1)).toEqual(['acme-dc1', null]);
    expect(await webhooks(globex)).toEqual(['globex-all', null]);
    expect(await webhooks(intruder)).toEqual(['', null]);
    expect(await webhooks(acme, { limit: 2, after: 'acme-all' })).toEqual([
      ...['acme-dc1 acme-dc2', 'acme-dc2'],
    ]);
    expect(await rules(acme)).toBe('acme-all acme-dc1');
    expect(await rules(acmeInDC1)).toBe('acme-dc1');
    expect(await rules(intruder)).toBe('');
  });

  it('by id, with their deliveries and every order, are as if they were not there', async () => {
    for (const [id, asker] of [
      ['globex-all', acme],
      ['globex-all', intruder],
      ['acme-all', acmeInDC1],
      ['acme-dc2', acmeInDC1],
    ] as const) {
      const asked = (webhookId: string) => {
        const secret = sealed(webhookId, newSecret());
        return [
          () => notifier.ask(NOTIFIER_QUERIES.getWebhook, { ...asker, webhookId }),
          () => notifier.ask(NOTIFIER_QUERIES.listDeliveries, { ...asker, webhookId }),
          () => order({ type: 'EnableWebhook', data: { webhookId } }, asker),
          () => order({ type: 'DisableWebhook', data: { webhookId, reason: 'x' } }, asker),
          () => order({ type: 'ChangeWebhook', data: { webhookId, ordered: true } }, asker),
          () => order({ type: 'PingWebhook', data: { webhookId } }, asker),
          () =>
            order({ type: 'ReplayDeliveries', data: { webhookId, deliveryId: delivery } }, asker),
          () =>
            order(
              {
                type: 'RotateWebhookSecret',
                data: {
                  ...{ webhookId, signing: 'hmac-sha256', publicKey: null, secret },
                  overlapSeconds: 0,
                },
              },
              asker,
            ),
          () => order({ type: 'RemoveWebhook', data: { webhookId } }, asker),
        ];
      };
      for (const [n, ask] of asked(id).entries()) {
        const answer = await told(id, ask());
        expect([n, answer]).toEqual([n, await told('none', asked('none')[n]!())]);
        expect(answer).toMatchObject({ code: 'WEBHOOK_UNKNOWN' });
      }
    }
    const removed = (ruleId: string, asker: Asker) =>
      told(ruleId, order({ type: 'RemoveAlertRule', data: { ruleId } }, asker));
    expect(await removed('globex-all', acme)).toEqual(await removed('none', acme));
    expect(await removed('acme-all', acmeInDC1)).toEqual(await removed('none', acmeInDC1));
    expect(receivers.calls('globex-all')).toHaveLength(1);
  });

  it('tell nobody else of what was delivered', async () => {
    const attempts = (deliveryId: string, asker: Asker) =>
      told(deliveryId, notifier.ask(NOTIFIER_QUERIES.listAttempts, { ...asker, deliveryId }));
    const none = await attempts('999999', acme);
    expect(none).toMatchObject({ code: 'DELIVERY_UNKNOWN' });
    for (const asker of [acme, acmeInDC1, intruder])
      expect(await attempts(delivery, asker)).toEqual(none);
    expect(await attempts(delivery, globex)).toMatchObject({ attempts: [{ status: 200 }] });
    const replay = { type: 'ReplayDeliveries', data: { webhookId: 'acme-all' } } as const;
    const replayed = { ...replay, data: { ...replay.data, deliveryId: delivery } };
    expect(await told(delivery, order(replayed, acme))).toMatchObject({ code: 'DELIVERY_UNKNOWN' });
  });
});
