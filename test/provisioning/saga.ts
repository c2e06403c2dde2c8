import { join } from 'node:path';
import { type BusConnection, connectBus, encodeEnvelope, QueryClient } from '@ferrule/messaging';
import {
  type JobAnswer,
  jobIdOf,
  type JobView,
  networkIdOf,
  PROVISIONING_QUERIES,
  type ProvisioningCommandType,
  provisioningCommandSubject,
} from '@ferrule/provisioning-contracts';
import { useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { databaseEnv, useServiceDatabase, useServices } from '../ground/use-services.ts';
import { World } from './world.ts';

const SERVICE = {
  app: 'provisioning-saga',
  context: 'provisioning',
  settings: {
    FERRULE_PROVISIONING_PUBLISHERS: 'billing=acme',
    FERRULE_PROVISIONING_DATACENTERS: 'DC1=dc1-r1,DC2=dc2-r1',
  },
};

/** Right before or right after it records this event: `StepCompleted router_plan`. */
export interface Doom {
  readonly when: 'before' | 'after';
  readonly event: string;
}

const idsOf = (id: string) => ({
  jobId: jobIdOf('billing', id),
  networkId: networkIdOf('billing', id),
});

/** The saga as it is deployed, with a database and a bus, and a world that it talks to. */
export const useSagas = () => {
  const nats = useNats();
  const database = useServiceDatabase(SERVICE);
  const services = useServices();
  let connection: BusConnection;
  let world: World;

  beforeAll(async () => {
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    world = new World(connection);
  });
  afterAll(() => connection.close());

  const env = () => ({
    ...databaseEnv(SERVICE, database.url),
    FERRULE_BUS_SERVERS: nats.url,
  });

  const send = async (type: ProvisioningCommandType, data: object, id: string) => {
    const headers = encodeEnvelope({
      ...{ id, type, schemaVersion: 1, source: 'billing', time: new Date().toISOString() },
      ...{ meta: { correlationId: id, actor: 'spec', tenant: 'acme' }, body: '' },
    });
    const subject = provisioningCommandSubject(type, 'billing');
    await connection.jetstream.publish(subject, JSON.stringify(data), { headers });
    return idsOf(id);
  };

  const ask = <Answer>(subject: string, data: object): Promise<Answer> =>
    new QueryClient(connection).ask<Answer>(subject, data);
  const find = async (jobId: string): Promise<JobView | undefined> => {
    const answer = await ask<JobAnswer>(PROVISIONING_QUERIES.getJob, { jobId }).catch(
      () => undefined,
    );
    return answer?.outcome === 'accepted' ? answer.job : undefined;
  };
  return {
    database,
    get world() {
      return world;
    },
    start: () => services.start(SERVICE, env()),
    /** One that may be over as soon as it is ready. */
    launch: (doom?: Doom) =>
      services.launch(
        SERVICE,
        env(),
        doom && {
          file: join(import.meta.dirname, 'doom.mjs'),
          words: [doom.when, doom.event],
        },
      ),
    send,
    ask,
    find,
    idsOf,
    networkOf: (id: string) => idsOf(id).networkId,
    provision: (id: string, more: object = {}) =>
      send('ProvisionNetwork', { clientId: 'acme', datacenter: 'DC1', size: '/24', ...more }, id),
  };
};
