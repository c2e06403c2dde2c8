import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { connect, headers, JSONCodec } from 'nats';
import { type Answer, useStack } from './stack.ts';

const stack = useStack();
const codec = JSONCodec();
const PATIENT = { timeout: 60_000 };

const request = { clientId: 'acme-corp', datacenter: 'DC1', size: '/26' };
const PROVISION = '/api/v1/networks/provision';
const provision = (key: string, more: object = {}) =>
  stack.call('POST', PROVISION, { ...request, ...more }, { 'idempotency-key': key });
const together = <T>(count: number, send: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => send(at)));
const distinct = (answers: readonly Answer[], field: string) => [
  ...new Set(answers.map(({ body }) => body[field])),
];
/** The networks of a client, which each case has one of its own. */
const networksOf = async (clientId: string): Promise<readonly unknown[]> => {
  const { body } = await stack.call('GET', '/api/v1/networks?limit=500');
  const networks = body['networks'] as readonly { clientId: string; networkId: string }[];
  return networks.filter((network) => network.clientId === clientId).map((one) => one.networkId);
};
const jobsOf = async (networkId: unknown): Promise<readonly unknown[]> =>
  (await stack.call('GET', `/api/v1/jobs?network=${String(networkId)}`)).body[
    'jobs'
  ] as readonly unknown[];

describe('the same request under the same key', () => {
  it('is one network, also when it is sent ten times at the same moment', async () => {
    const answers = await together(10, () => provision('race-1', { clientId: 'race-1' }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(distinct(answers, 'networkId')).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await networksOf('race-1')).toEqual(distinct(answers, 'networkId'));
    expect(await jobsOf(answers[0]?.body['networkId'])).toHaveLength(1);
  }, 90_000);

  it('raced by other requests is one network, and the others are a conflict', async () => {
    const answers = await together(8, (at) =>
      provision('race-2', { clientId: 'race-2', size: at % 2 === 0 ? '/26' : '/27' }),
    );
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect([made.length, refused.length]).toEqual([4, 4]);
    expect(distinct(refused, 'code')).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await networksOf('race-2')).toEqual(distinct(made, 'networkId'));
  }, 90_000);

  it('to take a network down is one job, also at the same moment', async () => {
    const { body } = await provision('race-3', { clientId: 'race-3' });
    const path = `/api/v1/networks/${String(body['networkId'])}`;
    const answers = await together(5, () =>
      stack.call('DELETE', path, undefined, { 'idempotency-key': 'leave-3' }),
    );
    expect(answers.map(({ status, body: { status: state } }) => [status, state])).toEqual(
      answers.map(() => [200, 'released']),
    );
    // The one that made it, and the one that took it down.
    expect(await jobsOf(body['networkId'])).toHaveLength(2);
    const other = await stack.call('DELETE', `${path}?force=true`, undefined, {
      'idempotency-key': 'leave-3',
    });
    expect([other.status, other.body['code']]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  }, 90_000);

  it('for many networks is one batch, also at the same moment', async () => {
    const networks = [0, 1, 2].map(() => ({ ...request, clientId: 'race-4', size: '/28' }));
    const send = (list: readonly object[]) =>
      stack.call(
        'POST',
        '/api/v1/networks/provision-batch',
        { networks: list },
        { 'idempotency-key': 'batch-4', prefer: 'wait=60' },
      );
    const answers = await together(4, () => send(networks));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(distinct(answers, 'jobId')).toHaveLength(1);
    expect(answers[0]?.body['children']).toMatchObject({ total: 3, completed: 3 });
    expect(await networksOf('race-4')).toHaveLength(3);
    expect((await send(networks.slice(1))).status).toBe(409);
  }, 90_000);

  it('is the same network after a restart of everything, and another request still a conflict', async () => {
    const before = await provision('restart-1', { clientId: 'restart-1' });
    await stack.restart();
    const after = await provision('restart-1', { clientId: 'restart-1' });
    expect([after.status, after.body]).toEqual([201, before.body]);
    const other = await provision('restart-1', { clientId: 'restart-1', size: '/27' });
    expect(other.status).toBe(409);
    expect(await networksOf('restart-1')).toEqual([before.body['networkId']]);
  }, 240_000);
});

describe('the same command id on the bus', () => {
  it('is one network, also from two connections at once, and another body under it is rejected', async () => {
    const pass = await stack.password('billing');
    const clients = await together(2, () =>
      connect({
        ...{ servers: stack.addresses.nats, user: 'billing', pass },
        inboxPrefix: '_INBOX_billing',
      }),
    );
    const heard: { type: string; id: string; networkId: unknown }[] = [];
    const id = randomUUID();
    for (const client of clients.slice(0, 1))
      client.subscribe('evt.provisioning.network.>', {
        callback: (_error, message) => {
          if (message.headers?.get('ce-causationid') !== id) return;
          const type = message.headers.get('ce-type');
          const { networkId } = codec.decode(message.data) as { networkId?: unknown };
          heard.push({ type, id: message.headers.get('ce-id'), networkId });
        },
      });
    const publish = (at: number, body: object) => {
      const attributes = headers();
      attributes.set('ce-specversion', '1.0');
      attributes.set('ce-id', id);
      attributes.set('ce-type', 'ferrule.ProvisionNetwork.v1');
      attributes.set('ce-source', '/billing');
      // Another id for the broker each time: only the service is left to notice.
      attributes.set('Nats-Msg-Id', `${id}-${at}`);
      const client = clients[at % 2];
      if (client === undefined) throw new Error('there are two');
      return client
        .jetstream()
        .publish('cmd.provisioning.network.provision.billing', codec.encode(body), {
          headers: attributes,
        });
    };
    try {
      const body = { ...request, clientId: 'race-5' };
      await together(10, (at) => publish(at, body));
      await until(() => heard.length > 0, PATIENT);
      await publish(10, { ...body, size: '/27' });
      await until(() => heard.some(({ type }) => type.includes('Rejected')), PATIENT);
      const accepted = heard.filter(({ type }) => type.includes('Accepted'));
      expect(new Set(accepted.map((event) => event.id)).size).toBe(1);
      await until(async () => (await networksOf('race-5')).length > 0, PATIENT);
      expect(await networksOf('race-5')).toEqual([accepted[0]?.networkId]);
    } finally {
      await Promise.all(clients.map((client) => client.close()));
    }
  }, 180_000);
});
