import { bucketReaderRights, consumerRights, DLQ, EVENTS, streamRights } from '@ferrule/messaging';
import { DATACENTERS, type DemoDatacenter } from './demo-datacenters.ts';

export interface NatsUser {
  readonly user: string;
  readonly password: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Not even though `publish` has it. */
  readonly neverPublish?: readonly string[];
}

type Consumer = readonly [stream: string, durable: string];

interface ServiceRights {
  /** Beside events and dead letters: the queues that it makes and sends to. */
  readonly streams?: readonly string[];
  readonly consumers?: readonly Consumer[];
  readonly publish?: readonly string[];
  readonly subscribe?: readonly string[];
  /** Who asks it, beside operators, and the ledger, which asks everybody for events that it misses. */
  readonly askedBy?: readonly string[];
}

/**
 * Answers go to the asker's inbox, of which nobody can guess a subject. `allow_responses` would do
 * without naming it, but then the server remembers every delivery with a reply subject, those of
 * JetStream too, for minutes, and searches all of them time and again.
 */
const answers = (...askers: readonly string[]): readonly string[] =>
  askers.map((asker) => `_INBOX_${asker}.>`);

const service = (
  name: string,
  { streams = [], consumers = [], publish = [], subscribe = [], askedBy = [] }: ServiceRights,
): Omit<NatsUser, 'password'> => ({
  user: name,
  publish: [
    ...[...publish, ...answers(...askedBy, 'audit', 'operator')],
    ...streamRights(...streams, EVENTS.name, DLQ.name).publish,
    ...consumers.flatMap(([stream, durable]) => [
      ...consumerRights(stream, durable).publish,
      `dlq.${durable}`,
    ]),
  ],
  subscribe: [`_INBOX_${name}.>`, ...subscribe],
});

/** Which consumers are whose: it is these that a service makes, reads, and makes anew. */
const CONSUMERS = {
  ipam: [
    ['CMD_IPAM', 'ipam-commands'],
    ['EVENTS', 'ipam-provisioned'],
    ['EVENTS', 'ipam-removals'],
  ],
  provisioning: [
    ['CMD_PROVISIONING', 'provisioning-commands'],
    ['EVENTS', 'provisioning-ipam-answers'],
    ['EVENTS', 'provisioning-router-answers'],
  ],
  inventory: [
    ['CMD_INVENTORY', 'inventory-commands'],
    ['EVENTS', 'inventory-networks'],
    ['EVENTS', 'inventory-probes'],
  ],
  audit: [['EVENTS', 'audit-ledger']],
  notifier: [['EVENTS', 'notifier-events']],
} as const satisfies Readonly<Record<string, readonly Consumer[]>>;

/** What gateways know among themselves: who writes to a router, and which are stopped. */
const GATEWAY_BUCKETS = ['ROUTER_LEASES', 'ROUTER_STOPS'];

/** Makes, fills and follows the bucket of each datacenter that there will ever be. */
const INVENTORY_BUCKETS = [
  ...['STREAM.INFO', 'STREAM.CREATE', 'STREAM.UPDATE', 'STREAM.MSG.GET'].map(
    (verb) => `$JS.API.${verb}.*`,
  ),
  ...['$JS.API.CONSUMER.>', '$JS.FC.>', '$KV.>'],
];

/** What the rights above would cover as well: a part of a token cannot be asked for. */
const notInventorys = (datacenters: readonly DemoDatacenter[]): readonly string[] => {
  const { ipam, provisioning, audit, notifier } = CONSUMERS;
  const streams = [
    ...['CMD_IPAM', 'CMD_PROVISIONING', ...datacenters.map(({ id }) => `CMD_ROUTER_${id}`)],
    ...GATEWAY_BUCKETS.map((bucket) => `KV_${bucket}`),
  ];
  const foreign = [...ipam, ...provisioning, ...audit, ...notifier].map((one) => one.join('.'));
  return [
    ...GATEWAY_BUCKETS.map((bucket) => `$KV.${bucket}.>`),
    ...streams.flatMap((stream) => [
      ...[`$JS.API.STREAM.*.${stream}`, `$JS.API.STREAM.MSG.*.${stream}`],
      ...[`$JS.API.CONSUMER.*.${stream}`, `$JS.API.CONSUMER.*.${stream}.>`],
      `$JS.API.CONSUMER.*.*.${stream}.>`,
    ]),
    ...[...foreign, 'EVENTS.auditor'].flatMap((consumer) => [
      ...[`$JS.API.CONSUMER.*.${consumer}`, `$JS.API.CONSUMER.*.${consumer}.>`],
      `$JS.API.CONSUMER.*.*.${consumer}`,
    ]),
  ];
};

/** One datacenter's: it can neither read nor make anything of another's, nor of another service. */
const gateway = (datacenter: string): Omit<NatsUser, 'password'> => {
  const queue = `CMD_ROUTER_${datacenter}`;
  const streams = [queue, 'EVENTS', 'DLQ', ...GATEWAY_BUCKETS.map((bucket) => `KV_${bucket}`)];
  const user = `router_gateway_${datacenter.toLowerCase()}`;
  return {
    user,
    publish: [
      ...[
        'evt.router.>',
        'dlq.>',
        '$JS.API.INFO',
        `$JS.ACK.${queue}.>`,
        ...answers('api', 'operator'),
      ],
      // Whoever is first makes what all need.
      ...streams.flatMap((name) => [
        `$JS.API.STREAM.CREATE.${name}`,
        `$JS.API.STREAM.INFO.${name}`,
      ]),
      `$JS.API.STREAM.UPDATE.${queue}`,
      ...['CREATE', 'DURABLE.CREATE', 'INFO', 'MSG.NEXT', 'LIST', 'NAMES', 'DELETE'].flatMap(
        (verb) => [`$JS.API.CONSUMER.${verb}.${queue}`, `$JS.API.CONSUMER.${verb}.${queue}.>`],
      ),
      ...[`$KV.ROUTER_LEASES.${datacenter}.>`, '$KV.ROUTER_STOPS.>'],
      ...GATEWAY_BUCKETS.flatMap((bucket) => [
        `$JS.API.STREAM.MSG.GET.KV_${bucket}`,
        `$JS.API.DIRECT.GET.KV_${bucket}`,
        `$JS.API.DIRECT.GET.KV_${bucket}.>`,
      ]),
      ...bucketReaderRights(`inventory_${datacenter}`).publish,
    ],
    subscribe: [`_INBOX_${user}.>`, `qry.router.${datacenter}.>`],
  };
};

/** Upstream systems of the demo, each with the tenant that the registry gives it. */
export const PUBLISHERS: Readonly<Record<string, string>> = {
  billing: 'acme',
  portal: 'globex',
  // It also speaks HTTP, with a key that acts for this tenant.
  vms: 'demo',
};

const networkCommands = (publisher: string): readonly string[] =>
  ['provision', 'deprovision', 'provision-batch'].map(
    (verb) => `cmd.provisioning.network.${verb}.${publisher}`,
  );

/** One user for each service and client, with the subjects it needs and no others. */
export const usersFor = (
  datacenters: readonly DemoDatacenter[],
): readonly Omit<NatsUser, 'password'>[] => [
  service('ipam', {
    streams: ['CMD_IPAM'],
    consumers: CONSUMERS.ipam,
    publish: ['evt.ipam.>', 'qry.inventory.datacenter.get'],
    subscribe: ['qry.ipam.>'],
    askedBy: ['api', 'provisioning'],
  }),
  service('provisioning', {
    streams: [
      ...['CMD_PROVISIONING', 'CMD_IPAM'],
      ...datacenters.map(({ id }) => `CMD_ROUTER_${id}`),
    ],
    consumers: CONSUMERS.provisioning,
    publish: [
      ...['evt.provisioning.>', 'cmd.ipam.>', 'cmd.router.>'],
      // What a network is, and whether somebody has set its router to maintenance.
      ...['qry.ipam.>', 'qry.inventory.>'],
    ],
    subscribe: ['qry.provisioning.>'],
    askedBy: ['api'],
  }),
  ...datacenters.map(({ id }) => gateway(id)),
  {
    ...service('inventory', {
      streams: ['CMD_INVENTORY'],
      consumers: CONSUMERS.inventory,
      publish: ['evt.inventory.>', ...INVENTORY_BUCKETS],
      subscribe: ['qry.inventory.>'],
      askedBy: ['api', 'provisioning', 'ipam'],
    }),
    neverPublish: notInventorys(datacenters),
  },
  service('audit', {
    consumers: CONSUMERS.audit,
    publish: ['evt.audit.>', 'qry.*.events.from'],
    subscribe: ['qry.audit.>'],
    askedBy: ['api'],
  }),
  service('notifier', {
    consumers: CONSUMERS.notifier,
    publish: ['evt.notifier.>'],
    subscribe: ['qry.notifier.>'],
    askedBy: ['api'],
  }),
  service('api', {
    publish: [
      'evt.api.>',
      ...networkCommands('api'),
      'cmd.provisioning.datacenter.prepare.api',
      'cmd.inventory.>',
      'qry.>',
    ],
    subscribe: ['evt.provisioning.>', 'evt.inventory.>', 'qry.api.>'],
  }),
  ...Object.keys(PUBLISHERS).map((name) => ({
    user: name,
    publish: networkCommands(name),
    subscribe: [`_INBOX_${name}.>`, 'evt.provisioning.network.>'],
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
    subscribe: ['_INBOX_auditor.>', 'evt.>'],
  },
  { user: 'operator', publish: ['>'], subscribe: ['>'] },
];

/** Of `npm start`, and what a deployment begins with. */
export const USERS = usersFor(DATACENTERS);

const list = (subjects: readonly string[]): string => subjects.map((one) => `"${one}"`).join(', ');

export const usersConfig = (users: readonly NatsUser[]): string =>
  [
    'authorization {',
    '  users = [',
    ...users.map(
      ({ user, password, publish, neverPublish = [], subscribe }) =>
        `    { user: "${user}", password: "${password}", permissions: { publish: { allow: [${list(publish)}]` +
        `${neverPublish.length === 0 ? '' : `, deny: [${list(neverPublish)}]`} }, ` +
        `subscribe: { allow: [${list(subscribe)}] } } }`,
    ),
    '  ]',
    '}',
  ].join('\n');
