import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
// The package of upstream systems that have never seen this code.
import { connect, headers, JSONCodec, type NatsConnection } from 'nats';
import { routerOf, rowsOf } from './router.ts';
import { useStack } from './stack.ts';

const stack = useStack();
const codec = JSONCodec();
const SUBJECT = 'cmd.provisioning.network.provision.billing';
const good = { clientId: 'acme-corp', type: 'production', datacenter: 'DC1', size: '/24' };

interface Heard {
  readonly subject: string;
  readonly id: string;
  readonly causation: string;
  readonly body: Record<string, unknown>;
}

/** Signs in as `billing`, listens to what becomes of its commands, and publishes them. */
const asBilling = async (work: (client: NatsConnection, heard: Heard[]) => Promise<void>) => {
  const client = await connect({
    servers: stack.addresses.nats,
    user: 'billing',
    pass: await stack.password('billing'),
    inboxPrefix: '_INBOX_billing',
  });
  const heard: Heard[] = [];
  client.subscribe('evt.provisioning.network.>', {
    callback: (_error, message) => {
      heard.push({
        subject: message.subject,
        id: message.headers?.get('ce-id') ?? '',
        causation: message.headers?.get('ce-causationid') ?? '',
        body: codec.decode(message.data) as Record<string, unknown>,
      });
    },
  });
  try {
    await work(client, heard);
  } finally {
    await client.drain();
  }
};
const envelope = (id: string) => {
  const attributes = headers();
  attributes.set('ce-specversion', '1.0');
  attributes.set('ce-id', id);
  attributes.set('ce-type', 'ferrule.ProvisionNetwork.v1');
  attributes.set('ce-source', '/billing');
  return attributes;
};
const answersTo = (heard: readonly Heard[], id: string) =>
  heard.filter(({ causation }) => causation === id).map(({ subject }) => subject.split('.')[3]);

describe('a command that an upstream system publishes', () => {
  it.each(['DC1', 'DC2'])(
    'is accepted and carried out in %s, for the tenant of its publisher',
    async (datacenter) => {
      await asBilling(async (client, heard) => {
        const id = randomUUID();
        const body = codec.encode({ ...good, datacenter });
        await client.jetstream().publish(SUBJECT, body, { headers: envelope(id) });
        const accepted = await until(() => heard.find(({ causation }) => causation === id));
        expect(accepted.subject).toBe('evt.provisioning.network.provision-accepted.v1');
        const { jobId } = accepted.body;
        const completed = await until(() =>
          heard.find(
            (event) => event.subject.includes('completed') && event.body['jobId'] === jobId,
          ),
        );
        expect(completed.body).toMatchObject({
          clientId: 'acme-corp',
          vlanId: expect.any(Number),
          status: 'provisioned',
        });
        const tag = `nnc-provisioned-${String(completed.body['networkId'])}`;
        expect(rowsOf(await routerOf(stack, datacenter).snapshot(), tag).length).toBeGreaterThan(5);
        const job = await stack.call('GET', `/api/v1/jobs/${String(jobId)}`);
        expect(job.body).toMatchObject({ tenant: 'acme', actor: 'publisher:billing' });
      });
    },
  );

  it('is one job, however often it is sent', async () => {
    await asBilling(async (client, heard) => {
      const id = randomUUID();
      for (let n = 0; n < 5; n += 1) {
        // Another id for the broker each time: only the inbox is left to notice.
        const attributes = envelope(id);
        attributes.set('Nats-Msg-Id', `${id}-${n}`);
        await client.jetstream().publish(SUBJECT, codec.encode(good), { headers: attributes });
      }
      const marker = randomUUID();
      await client.jetstream().publish(SUBJECT, codec.encode(good), { headers: envelope(marker) });
      await until(() => answersTo(heard, marker).length > 0);
      // Said again for each repeat, and the same event to the byte: nothing new was recorded.
      expect(new Set(answersTo(heard, id))).toEqual(new Set(['provision-accepted']));
      expect(new Set(heard.filter((e) => e.causation === id).map((e) => e.id)).size).toBe(1);
    });
  });

  it('sent again is answered again, for a publisher that missed the answer', async () => {
    const id = randomUUID();
    await asBilling(async (client, heard) => {
      await client.jetstream().publish(SUBJECT, codec.encode(good), { headers: envelope(id) });
      await until(() => answersTo(heard, id).length > 0);
    });
    await asBilling(async (client, heard) => {
      const again = envelope(id);
      again.set('Nats-Msg-Id', randomUUID());
      await client.jetstream().publish(SUBJECT, codec.encode(good), { headers: again });
      await until(() => answersTo(heard, id).includes('provision-accepted'));
    });
  });

  it('that was rejected stays rejected under its id, also when it is mended', async () => {
    await asBilling(async (client, heard) => {
      const id = randomUUID();
      for (const [n, body] of [{ ...good, size: '/33' }, good, good].entries()) {
        const attributes = envelope(id);
        attributes.set('Nats-Msg-Id', randomUUID());
        await client.jetstream().publish(SUBJECT, codec.encode(body), { headers: attributes });
        await until(() => answersTo(heard, id).length > n);
      }
      expect(new Set(answersTo(heard, id))).toEqual(new Set(['provision-rejected']));
      // Only what answers this command: networks of the cases above may still be on their way.
      expect(new Set(heard.filter((e) => e.causation === id).map((e) => e.id)).size).toBe(1);
    });
  });

  it.each([
    ['without a size', { clientId: 'acme-corp', datacenter: 'DC1' }, 'size'],
    ['for an unknown datacenter', { ...good, datacenter: 'DC9' }, 'datacenter'],
    ['with an unknown field', { ...good, vlan: 7 }, 'vlan'],
    ['that is a list', [], 'body'],
  ])('%s is answered with a rejection that names the field', async (_, body, field) => {
    await asBilling(async (client, heard) => {
      const id = randomUUID();
      await client.jetstream().publish(SUBJECT, codec.encode(body), { headers: envelope(id) });
      const answer = await until(() => heard.find(({ causation }) => causation === id));
      expect(answer.subject).toBe('evt.provisioning.network.provision-rejected.v1');
      expect(answer.body).toMatchObject({
        field,
        code: expect.stringMatching(/^[A-Z_]+$/),
        message: expect.any(String),
        publisher: 'billing',
      });
    });
  });

  it('that is no CloudEvent, or no JSON, is answered with a rejection as well', async () => {
    await asBilling(async (client, heard) => {
      const rejections = () => heard.filter(({ subject }) => subject.includes('rejected')).length;
      await client.jetstream().publish(SUBJECT, codec.encode(good));
      await until(() => rejections() === 1);
      const id = randomUUID();
      await client.jetstream().publish(SUBJECT, new TextEncoder().encode('{"'), {
        headers: envelope(id),
      });
      await until(() => rejections() === 2);
      expect(answersTo(heard, id)).toEqual(['provision-rejected']);
    });
  });

  it('to prepare a datacenter is refused by the server: that is for operators', async () => {
    await asBilling(async (client) => {
      const order = client
        .jetstream()
        .publish(
          'cmd.provisioning.datacenter.prepare.billing',
          codec.encode({ datacenter: 'DC1' }),
          {
            timeout: 2_000,
          },
        );
      await expect(order).rejects.toThrow(/permissions violation/i);
    });
  });

  it("on another's subject is refused by the server", async () => {
    await asBilling(async (client) => {
      const foreign = client
        .jetstream()
        .publish('cmd.provisioning.network.provision.portal', codec.encode(good), {
          timeout: 2_000,
        });
      await expect(foreign).rejects.toThrow(/permissions violation/i);
      await expect(
        client.jetstream().publish('evt.ipam.network.allocated.v1', codec.encode({}), {
          timeout: 2_000,
        }),
      ).rejects.toThrow(/permissions violation/i);
    });
  });
});
