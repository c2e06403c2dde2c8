import { DATACENTERS } from './demo-datacenters.ts';

export interface NatsUser {
  readonly user: string;
  readonly password: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** May answer whoever asks it. */
  readonly answers?: boolean;
}

/** What working with streams and consumers takes. */
const JETSTREAM = ['$JS.API.>', '$JS.ACK.>'];

const service = (
  name: string,
  publish: readonly string[],
  subscribe: readonly string[] = [],
): Omit<NatsUser, 'password'> => ({
  user: name,
  publish: [...publish, 'dlq.>', ...JETSTREAM],
  subscribe: [`_INBOX_${name}.>`, ...subscribe],
  answers: true,
});

/** One datacenter's: it can neither read nor make anything of another's, nor of another service. */
const gateway = (datacenter: string): Omit<NatsUser, 'password'> => {
  const queue = `CMD_ROUTER_${datacenter}`;
  const buckets = ['ROUTER_LEASES', 'ROUTER_STOPS'];
  const streams = [queue, 'EVENTS', 'DLQ', ...buckets.map((bucket) => `KV_${bucket}`)];
  return {
    user: `router_gateway_${datacenter.toLowerCase()}`,
    publish: [
      ...['evt.router.>', 'dlq.>', '$JS.API.INFO', `$JS.ACK.${queue}.>`],
      // Whoever is first makes what all need.
      ...streams.flatMap((name) => [
        `$JS.API.STREAM.CREATE.${name}`,
        `$JS.API.STREAM.INFO.${name}`,
      ]),
      `$JS.API.STREAM.UPDATE.${queue}`,
      ...['CREATE', 'DURABLE.CREATE', 'INFO', 'MSG.NEXT', 'LIST', 'NAMES', 'DELETE'].flatMap(
        (verb) => [`$JS.API.CONSUMER.${verb}.${queue}`, `$JS.API.CONSUMER.${verb}.${queue}.>`],
      ),
      ...buckets.flatMap((bucket) => [
        `$KV.${bucket}.>`,
        `$JS.API.STREAM.MSG.GET.KV_${bucket}`,
        `$JS.API.DIRECT.GET.KV_${bucket}`,
        `$JS.API.DIRECT.GET.KV_${bucket}.>`,
      ]),
    ],
    subscribe: ['_INBOX_router_gateway.>', `qry.router.${datacenter}.>`],
    answers: true,
  };
};

/** Upstream systems of the demo, each with the tenant that the registry gives it. */
export const PUBLISHERS: Readonly<Record<string, string>> = { billing: 'acme', portal: 'globex' };

/** One user for each service and client, with the subjects it needs and no others. */
export const USERS: readonly Omit<NatsUser, 'password'>[] = [
  service('ipam', ['evt.ipam.>'], ['qry.ipam.>']),
  service(
    'provisioning',
    ['evt.provisioning.>', 'cmd.ipam.>', 'cmd.router.>'],
    ['qry.provisioning.>'],
  ),
  ...DATACENTERS.map(({ id }) => gateway(id)),
  service('audit', [], ['qry.audit.>']),
  service(
    'api',
    ['cmd.provisioning.network.provision.api', 'cmd.provisioning.datacenter.prepare.api', 'qry.>'],
    ['evt.provisioning.>'],
  ),
  ...Object.keys(PUBLISHERS).map((name) => ({
    user: name,
    publish: [`cmd.provisioning.network.provision.${name}`],
    subscribe: ['_INBOX.>', 'evt.provisioning.network.>'],
  })),
  {
    // Reads every event at its own pace by a durable consumer called like itself, and can neither
    // publish nor delete, nor take what another consumer should get.
    user: 'auditor',
    publish: [
      '$JS.API.INFO',
      '$JS.API.STREAM.INFO.EVENTS',
      '$JS.API.CONSUMER.CREATE.EVENTS.auditor',
      '$JS.API.CONSUMER.CREATE.EVENTS.auditor.>',
      '$JS.API.CONSUMER.DURABLE.CREATE.EVENTS.auditor',
      '$JS.API.CONSUMER.INFO.EVENTS.auditor',
      '$JS.API.CONSUMER.MSG.NEXT.EVENTS.auditor',
      '$JS.ACK.EVENTS.auditor.>',
    ],
    subscribe: ['_INBOX.>', 'evt.>'],
  },
  { user: 'operator', publish: ['>'], subscribe: ['>'] },
];

const list = (subjects: readonly string[]): string => subjects.map((one) => `"${one}"`).join(', ');

export const usersConfig = (users: readonly NatsUser[]): string =>
  [
    'authorization {',
    '  users = [',
    ...users.map(
      ({ user, password, publish, subscribe, answers }) =>
        `    { user: "${user}", password: "${password}", permissions: { publish: { allow: [${list(publish)}] }, ` +
        `subscribe: { allow: [${list(subscribe)}] }${answers ? ', allow_responses: true' : ''} } }`,
    ),
    '  ]',
    '}',
  ].join('\n');
