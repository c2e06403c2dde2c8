import { type BusConnection, connectBus } from '@ferrule/messaging';
import { until, useNats } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { USERS, usersConfig } from './nats-users.ts';

const nats = useNats({
  config: usersConfig(USERS.map((user) => ({ ...user, password: user.user }))),
});
const DC1 = 'router_gateway_dc1';
const DC2 = 'router_gateway_dc2';
const GATEWAYS = [DC1, DC2];
const OUTSIDE = ['billing', 'portal', 'vms'];
const SERVICES = ['ipam', 'provisioning', 'inventory', 'audit', 'notifier', 'api'];
/** Everybody but the operator, who may do everything. */
const EVERYBODY = USERS.map(({ user }) => user).filter((user) => user !== 'operator');

type Rule = readonly [subject: string, who: readonly string[]];

/** Who says what happened, who orders, who asks. Nobody else does. */
const WORDS: readonly Rule[] = [
  ...SERVICES.map((name): Rule => [`evt.${name}.thing.happened.v1`, [name]]),
  ['evt.router.stage.applied.v1', GATEWAYS],
  ['cmd.ipam.network.allocate', ['provisioning']],
  ['cmd.inventory.router.register', ['api']],
  ['cmd.router.DC1.dc1-r1.apply', ['provisioning']],
  ['cmd.provisioning.datacenter.prepare.api', ['api']],
  ['cmd.provisioning.network.provision', []],
  ...['api', ...OUTSIDE].flatMap((name) =>
    ['provision', 'deprovision', 'provision-batch'].map((verb): Rule => [
      `cmd.provisioning.network.${verb}.${name}`,
      [name],
    ]),
  ),
  ['qry.ipam.network.get', ['provisioning', 'api']],
  ['qry.inventory.datacenter.get', ['ipam', 'provisioning', 'api']],
  ['qry.inventory.router.get', ['provisioning', 'api']],
  ['qry.provisioning.job.get', ['api']],
  ['qry.audit.entry.list', ['api']],
  ['qry.notifier.webhook.list', ['api']],
  ['qry.router.DC1.dc1-r1.probe', ['api']],
  ['qry.ipam.events.from', ['provisioning', 'audit', 'api']],
  ['qry.provisioning.events.from', ['audit', 'api']],
  ['qry.api.events.from', ['audit', 'api']],
];

/** Whom a service asks may answer it, and nobody else can put anything into its inbox. */
const ANSWERS: readonly Rule[] = [
  ['_INBOX_api.x', [...SERVICES.filter((name) => name !== 'api'), ...GATEWAYS]],
  ['_INBOX_audit.x', SERVICES],
  ['_INBOX_provisioning.x', ['ipam', 'inventory']],
  ['_INBOX_ipam.x', ['inventory']],
  ...['inventory', 'notifier', ...GATEWAYS, ...OUTSIDE, 'auditor'].map((name): Rule => [
    `_INBOX_${name}.x`,
    [],
  ]),
  ['_INBOX.x', []],
];

const CONSUMERS: readonly (readonly [stream: string, durable: string, owner: string])[] = [
  ['CMD_IPAM', 'ipam-commands', 'ipam'],
  ['CMD_PROVISIONING', 'provisioning-commands', 'provisioning'],
  ['CMD_INVENTORY', 'inventory-commands', 'inventory'],
  ['CMD_ROUTER_DC1', 'router-dc1-r1', DC1],
  ['CMD_ROUTER_DC2', 'router-dc2-r1', DC2],
  ['EVENTS', 'ipam-provisioned', 'ipam'],
  ['EVENTS', 'ipam-removals', 'ipam'],
  ['EVENTS', 'provisioning-ipam-answers', 'provisioning'],
  ['EVENTS', 'provisioning-router-answers', 'provisioning'],
  ['EVENTS', 'inventory-networks', 'inventory'],
  ['EVENTS', 'audit-ledger', 'audit'],
  ['EVENTS', 'notifier-events', 'notifier'],
  ['EVENTS', 'auditor', 'auditor'],
];
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  CMD_IPAM: ['ipam', 'provisioning'],
  CMD_PROVISIONING: ['provisioning'],
  CMD_INVENTORY: ['inventory'],
  CMD_ROUTER_DC1: ['provisioning', DC1],
  CMD_ROUTER_DC2: ['provisioning', DC2],
  KV_ROUTER_LEASES: GATEWAYS,
  KV_ROUTER_STOPS: GATEWAYS,
  KV_inventory_DC1: ['inventory'],
  KV_inventory_DC2: ['inventory'],
};

const API = '$JS.API';
/** Messages of a queue are taken by its reader alone, and nobody empties or removes one. */
const STREAMS: readonly Rule[] = [
  ...CONSUMERS.flatMap(([stream, durable, owner]): readonly Rule[] => [
    ...['CONSUMER.INFO', 'CONSUMER.MSG.NEXT', 'CONSUMER.CREATE'].map((verb): Rule => [
      `${API}.${verb}.${stream}.${durable}`,
      [owner],
    ]),
    [`${API}.CONSUMER.DELETE.${stream}.${durable}`, owner === 'auditor' ? [] : [owner]],
    [`$JS.ACK.${stream}.${durable}.1.1.1.1.0`, [owner]],
  ]),
  ...Object.entries(MAKERS).flatMap(([stream, makers]): readonly Rule[] => [
    [`${API}.STREAM.CREATE.${stream}`, makers],
    ...['DELETE', 'PURGE', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE'].map((verb): Rule => [
      `${API}.STREAM.${verb}.${stream}`,
      [],
    ]),
  ]),
  ...['EVENTS', 'DLQ'].flatMap((stream) =>
    ['DELETE', 'PURGE', 'MSG.DELETE'].map((verb): Rule => [`${API}.STREAM.${verb}.${stream}`, []]),
  ),
  [`${API}.STREAM.LIST`, []],
  [`${API}.STREAM.CREATE.COPY`, ['inventory']],
  ['$KV.inventory_DC1.dc1-r1', ['inventory']],
  ['$KV.ROUTER_LEASES.DC1.dc1-r1', [DC1]],
  ['$KV.ROUTER_LEASES.DC2.dc2-r1', [DC2]],
  [`${API}.CONSUMER.CREATE.KV_inventory_DC1`, ['inventory', DC1]],
  [`${API}.CONSUMER.CREATE.KV_inventory_DC2`, ['inventory', DC2]],
  ['dlq.ipam-commands', ['ipam', ...GATEWAYS]],
];

const HEARING: readonly Rule[] = [
  ...SERVICES.map((name): Rule => [`qry.${name}.>`, [name]]),
  ['qry.router.DC1.>', [DC1]],
  ['qry.router.DC2.>', [DC2]],
  ['qry.>', []],
  ...EVERYBODY.map((name): Rule => [`_INBOX_${name}.>`, [name]]),
  ['_INBOX.>', []],
  ['cmd.>', []],
  ['dlq.>', []],
  ['$JS.>', []],
  ['$KV.>', []],
  ['>', []],
  ['evt.>', ['auditor']],
  ['evt.ipam.>', ['auditor']],
  ['evt.inventory.>', ['api', 'auditor']],
  ['evt.provisioning.network.>', ['api', ...OUTSIDE, 'auditor']],
];

type Way = 'publish' | 'subscribe';

/** What somebody tries, and which of it the server refuses. */
class Trial {
  readonly #refused: string[] = [];

  private constructor(private readonly bus: BusConnection) {
    void (async () => {
      for await (const { type, ...status } of bus.nats.status()) {
        const { operation, subject } = Object(Reflect.get(status, 'error')) as Partial<
          Record<'operation' | 'subject', string>
        >;
        if (type === 'error') this.#refused.push(`${operation ?? ''} ${subject ?? ''}`);
      }
    })();
  }

  static async of(user: string): Promise<Trial> {
    return new Trial(await connectBus({ servers: nats.url, name: user, user, password: user }));
  }

  async allowed(way: Way, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    for (const subject of [...subjects, 'nobody.may']) {
      if (way === 'publish') this.bus.nats.publish(subject, '');
      else this.bus.nats.subscribe(subject, { callback: () => undefined });
    }
    await this.bus.nats.flush();
    // The server answers in the order in which it was asked.
    const last = `${way === 'publish' ? 'publish' : 'subscription'} nobody.may`;
    await until(() => this.#refused.includes(last));
    const refused = new Set(this.#refused.map((line) => line.split(' ')[1]));
    return new Set(subjects.filter((subject) => !refused.has(subject)));
  }

  close(): Promise<void> {
    return this.bus.close();
  }
}

/** Who may do what, as the server says. */
const tried = async (way: Way, rules: readonly Rule[]): Promise<readonly Rule[]> => {
  const subjects = rules.map(([subject]) => subject);
  const may = new Map<string, ReadonlySet<string>>();
  for (const user of EVERYBODY) {
    const trial = await Trial.of(user);
    may.set(user, await trial.allowed(way, subjects));
    await trial.close();
  }
  return subjects.map((subject): Rule => [
    subject,
    EVERYBODY.filter((user) => may.get(user)?.has(subject)),
  ]);
};

const inOrder = (rules: readonly Rule[]): readonly Rule[] =>
  rules.map(([subject, who]): Rule => [subject, EVERYBODY.filter((user) => who.includes(user))]);

describe('each user of the bus tries what is any other’s, and may do so only where it is to', () => {
  it.each<readonly [string, Way, readonly Rule[]]>([
    ['events, commands and questions', 'publish', WORDS],
    ['inboxes of whoever asks', 'publish', ANSWERS],
    ['streams, buckets and consumers', 'publish', STREAMS],
    ['what is said to others', 'subscribe', HEARING],
  ])('%s', async (_what, way, rules) => {
    expect(await tried(way, rules)).toEqual(inOrder(rules));
  });
});
