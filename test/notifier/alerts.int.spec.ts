import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlertRuleView } from '@ferrule/notifier-contracts';
import { until } from '@ferrule/testing';
import { SMTPServer } from 'smtp-server';
import { sealedAddress, useNotifier } from './notifier.ts';
import { useReceivers } from './receivers.ts';

const notifier = useNotifier();
const receivers = useReceivers();
const timeout = 60_000;

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}
const mails: Mail[] = [];
let refusals = 0;
/** A real server, without the one thing that none can check here: who may send. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_, __, done) => {
    if (refusals > 0) {
      refusals -= 1;
      done(Object.assign(new Error('come back later'), { responseCode: 451 }));
    } else done();
  },
  onData: (stream, { envelope }, done) => {
    void stream.toArray().then((chunks: Buffer[]) => {
      const to = envelope.rcptTo.map(({ address }) => address);
      mails.push({ to, text: Buffer.concat(chunks).toString('utf8') });
      done();
    });
  },
});

beforeAll(async () => {
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  await notifier.start({ FERRULE_NOTIFIER_SMTP_URL: `smtp://127.0.0.1:${port}` });
}, 90_000);
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const rule = (ruleId: string, more: object = {}, tenant?: string) =>
  notifier.execute(
    {
      type: 'SetAlertRule',
      data: {
        ruleId,
        filter: { types: [ruleId], datacenters: [] },
        to: { kind: 'mail', addresses: [`${ruleId}@example.net`] },
        ...{ digestAt: null, quiet: null, timeZone: 'UTC', groupSeconds: 0 },
        ...more,
      },
    },
    tenant,
  );
const shown = async (ruleId: string): Promise<AlertRuleView | undefined> => {
  const question = { tenant: 'acme', ruleId };
  const { alertRules } = await notifier.ask<{ alertRules: readonly AlertRuleView[] }>(
    'qry.notifier.alert-rule.list',
    question,
  );
  return alertRules[0];
};
const mailsTo = (ruleId: string) => mails.filter(({ to }) => to[0] === `${ruleId}@example.net`);
const data = {
  networkId: 'net-1',
  datacenter: 'DC1',
  reason: { code: 'ROLLBACK_INCOMPLETE', message: 'two rows are left' },
};

describe('people who are on call', () => {
  it('get one mail about all that happened at the same time in one datacenter', async () => {
    await rule('JobNeedsOperator');
    for (let n = 0; n < 20; n += 1)
      await notifier.say({ type: 'JobNeedsOperator', data, correlationId: `job-${n}` });
    await until(() => mailsTo('JobNeedsOperator').length > 0, { timeout });
    await until(async () => (await shown('JobNeedsOperator'))?.waiting === 0, { timeout });
    // A second one only if the machine was so busy that not all of them had come by then.
    expect(mailsTo('JobNeedsOperator').length).toBeLessThan(3);
    const [mail] = mailsTo('JobNeedsOperator');
    expect(mail?.text).toMatch(/Subject: Ferrule: Job needs operator: network net-1 in DC1/);
    expect(mail?.text).toContain('two rows are left');
  }, 90_000);

  it('hear of what comes soon after with the next message', async () => {
    await rule('Grouped', { groupSeconds: 3_600 });
    await notifier.say({ type: 'Grouped', data });
    await until(() => mailsTo('Grouped').length === 1, { timeout });
    await notifier.say({ type: 'Grouped', data });
    await until(async () => (await shown('Grouped'))?.waiting === 1, { timeout });
    await rule('Grouped', { groupSeconds: 0 });
    await until(() => mailsTo('Grouped').length === 2, { timeout });
  }, 180_000);

  it('are told again when their server was not ready, and of nothing twice', async () => {
    refusals = 1;
    await rule('Refused');
    await notifier.say({ type: 'Refused', data });
    await until(async () => (await shown('Refused'))?.failure?.includes('come back later'), {
      timeout,
    });
    expect(mailsTo('Refused')).toEqual([]);
    await until(() => mailsTo('Refused').length === 1, { timeout });
    await until(async () => (await shown('Refused'))?.failure === null, { timeout });
    expect(mailsTo('Refused')).toHaveLength(1);
  }, 180_000);
});

describe('a channel of a chat', () => {
  it('is told in the form of Slack and Mattermost, at an address that nobody is shown', async () => {
    const address = await receivers.url('hooks/s3cr3t');
    await rule('ToChat', {
      to: { kind: 'chat', host: '127.0.0.1' },
      address: sealedAddress('ToChat', address),
    });
    await notifier.say({ type: 'ToChat', data: { ...data, reason: '<!channel> ```' } });
    const call = await until(() => receivers.calls('hooks/s3cr3t')[0], { timeout });
    const { text } = JSON.parse(call.body) as { text: string };
    expect(text).toMatch(/^Ferrule: To chat: network net-1 in DC1/);
    expect(text).not.toContain('<!channel>');
    const rules = JSON.stringify(await shown('ToChat'));
    const recorded = await notifier.database
      .pool({ options: '-c search_path=notifier,public' })
      .query<{ body: string }>('select body from event');
    for (const said of [rules, ...recorded.rows.map(({ body }) => body)])
      expect(said).not.toContain('s3cr3t');
  }, 90_000);
});

describe('a rule', () => {
  it('is for the events of its tenant, and changed by its tenant alone', async () => {
    await rule('Foreign', {}, 'globex');
    await notifier.say({ type: 'Foreign', data });
    await rule('Own');
    await notifier.say({ type: 'Own', data });
    await until(() => mailsTo('Own').length === 1, { timeout });
    expect(mailsTo('Foreign')).toEqual([]);
    await expect(rule('Foreign')).rejects.toMatchObject({ code: 'ALERT_RULE_TAKEN' });
    await expect(
      notifier.execute({ type: 'RemoveAlertRule', data: { ruleId: 'Foreign' } }),
    ).rejects.toMatchObject({ code: 'ALERT_RULE_UNKNOWN' });
    expect(await shown('Foreign')).toBeUndefined();
  }, 90_000);

  it.each([
    ['a time that no clock shows', { digestAt: '25:00' }, 'digestAt'],
    ['an unknown time zone', { timeZone: 'Europe/Paname' }, 'timeZone'],
    ['no mail address', { to: { kind: 'mail', addresses: ['nobody'] } }, 'to.addresses'],
    ['a chat without an address', { to: { kind: 'chat', host: 'chat.example' } }, 'address'],
  ])('with %s is refused', async (_, more, field) => {
    await expect(rule('Wrong', more)).rejects.toMatchObject({
      detail: expect.objectContaining({ field }),
    });
  });
});
