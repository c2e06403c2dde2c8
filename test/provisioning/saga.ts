import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
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
import { prepareDatabase } from '@ferrule/service';
import { freePort, until, useDatabase, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { World } from './world.ts';

const root = join(import.meta.dirname, '../..');
const app = join(root, 'apps/provisioning-saga/src');

const run = (file: string, env: Record<string, string>, ...more: string[]): ChildProcess =>
  spawn(
    process.execPath,
    [
      `--import=${join(root, 'test/ground/swc-loader.mjs')}`,
      ...['--conditions=ferrule-source', join(import.meta.dirname, 'child.mjs')],
      ...[join(app, file), ...more],
    ],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );

const loginOf = (url: string, user: string): string => {
  const login = new URL(url);
  // The server is shared by all specs and a role is the server's: each file gives it the same password.
  [login.username, login.password] = [user, user.endsWith('_owner') ? 'owner' : 'service'];
  return login.toString();
};

const envOf = (url: string): Record<string, string> => ({
  FERRULE_PROVISIONING_DATABASE_URL: loginOf(url, 'provisioning'),
  FERRULE_PROVISIONING_DATABASE_OWNER_URL: loginOf(url, 'provisioning_owner'),
  FERRULE_PROVISIONING_PUBLISHERS: 'billing=acme',
  FERRULE_PROVISIONING_DATACENTERS: 'DC1=dc1-r1,DC2=dc2-r1',
});

export class Instance {
  said = '';
  readonly #closed: Promise<unknown>;

  constructor(
    readonly process: ChildProcess,
    readonly url: string,
  ) {
    this.#closed = once(process, 'close');
    for (const stream of [process.stdout, process.stderr])
      stream?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** What ended it; everything that it said is there then. */
  async ended(): Promise<string> {
    await this.#closed;
    return this.process.signalCode ?? `code ${String(this.process.exitCode)}`;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<string> {
    this.process.kill(signal);
    return this.ended();
  }
}

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
  const database = useDatabase({
    name: 'provisioning',
    content: readFileSync(join(app, 'migrations/schema.ts'), 'utf8'),
    migrate: async (url) => {
      const names = { schema: 'provisioning', password: 'service' };
      await prepareDatabase(url, [{ ...names, ownerPassword: 'owner' }]);
      const migration = new Instance(run('migrate.ts', envOf(url)), '');
      const end = await migration.ended();
      if (end !== 'code 0') throw new Error(`the migration ended by ${end}: ${migration.said}`);
    },
  });
  const instances: Instance[] = [];
  let connection: BusConnection;
  let world: World;

  beforeAll(async () => {
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    world = new World(connection);
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop('SIGKILL')));
    await connection.close();
  });

  /** Resolves when it is ready, or over. */
  const launch = async (doom?: Doom): Promise<Instance> => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      ...envOf(database.url),
      FERRULE_PROVISIONING_HTTP_PORT: String(port),
      FERRULE_BUS_SERVERS: nats.url,
    };
    const instance = new Instance(
      run('main.ts', env, ...(doom === undefined ? [] : [doom.when, doom.event])),
      url,
    );
    instances.push(instance);
    const isReady = (): Promise<boolean> =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(async () => instance.isOver || (await isReady()), {
      timeout: 150_000,
      message: 'the saga to be ready',
    });
    return instance;
  };

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
    launch,
    /** One that has to come up. */
    start: async (): Promise<Instance> => {
      const instance = await launch();
      if (instance.isOver)
        throw new Error(`it ended by ${await instance.ended()}: ${instance.said}`);
      return instance;
    },
    send,
    ask,
    find,
    idsOf,
    networkOf: (id: string) => idsOf(id).networkId,
    provision: (id: string, more: object = {}) =>
      send('ProvisionNetwork', { clientId: 'acme', datacenter: 'DC1', size: '/24', ...more }, id),
  };
};
