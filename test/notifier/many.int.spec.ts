import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import type { ServiceProcess } from '../ground/service-process.ts';
import { useNotifier } from './notifier.ts';
import { type Call, useReceivers } from './receivers.ts';

const notifier = useNotifier();
const receivers = useReceivers();
const timeout = 120_000;

let instance: ServiceProcess;
beforeAll(async () => {
  instance = await notifier.start({ FERRULE_NOTIFIER_TIMEOUT: '1s' });
}, 90_000);

const ids = (calls: readonly Call[]) => calls.map(({ headers }) => headers['webhook-id']);
const numberOf = ({ body }: Call) => (JSON.parse(body) as { data: { n: number } }).data.n;
const say = (count: number, networkId = 'net') =>
  Promise.all(Array.from({ length: count }, (_, n) => notifier.say({ data: { networkId, n } })));

describe('receivers beside each other', () => {
  it('do not wait for one that hangs', async () => {
    await notifier.register('hanging', await receivers.url('hanging', () => undefined));
    await notifier.register('quick', await receivers.url('quick'));
    const said = await say(40);
    await until(() => receivers.calls('quick').length === 40, { timeout });
    expect(new Set(ids(receivers.calls('quick')))).toEqual(new Set(said));
    const hanging = await notifier.webhook('hanging');
    expect(hanging.waiting).toBe(40);
    // At most as many at once as a receiver in good health gets, and then one after the other.
    expect(receivers.calls('hanging').length).toBeLessThan(20);
    await notifier.execute({ type: 'RemoveWebhook', data: { webhookId: 'hanging' } });
    await notifier.execute({ type: 'RemoveWebhook', data: { webhookId: 'quick' } });
  }, 180_000);
});

describe('a webhook in order', () => {
  it('hears of one network in order, also when its receiver stumbles', async () => {
    const heard: number[] = [];
    const url = await receivers.url('ordered', (call, response, nth) => {
      const fails = nth % 4 === 1;
      if (!fails) heard.push(numberOf(call));
      response.writeHead(fails ? 500 : 200, { 'retry-after': '0' }).end();
    });
    await notifier.register('ordered', url, { ordered: true });
    for (let n = 0; n < 6; n += 1) await notifier.say({ data: { networkId: 'net-o', n } });
    await until(() => heard.length === 6, { timeout });
    expect(heard).toEqual([0, 1, 2, 3, 4, 5]);
    await notifier.execute({ type: 'RemoveWebhook', data: { webhookId: 'ordered' } });
  }, 180_000);
});

describe('a notifier that is killed', () => {
  it('loses nothing, and sends nothing again that it has written down as arrived', async () => {
    const url = await receivers.url('survivor', (_, response) => {
      setTimeout(() => response.writeHead(200).end(), 20);
    });
    await notifier.register('survivor', url);
    const said = await say(150);
    await until(() => receivers.calls('survivor').length > 20, { timeout });
    await instance.stop('SIGKILL');
    const arrived = await notifier.database
      .pool({ options: '-c search_path=notifier,public' })
      .query<{ event_id: string }>(
        `select event_id from delivery where webhook_id = 'survivor' and status = 'delivered'`,
      );
    const before = new Set(arrived.rows.map(({ event_id: id }) => id));
    const known = receivers.calls('survivor').length;
    instance = await notifier.start({ FERRULE_NOTIFIER_TIMEOUT: '1s' });
    await until(async () => new Set(ids(receivers.calls('survivor'))).size === said.length, {
      timeout,
    });
    const later = ids(receivers.calls('survivor').slice(known));
    expect(later.filter((id) => before.has(id ?? ''))).toEqual([]);
    expect(new Set(ids(receivers.calls('survivor')))).toEqual(new Set(said));
  }, 240_000);
});
