import { HandledBefore, type PgEventStore } from '@ferrule/event-store';
import type { NameCommand, NameEvent } from '@ferrule/ipam-contracts';
import { namesStream } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { type Delivery, poolOf } from '@ferrule/service';
import type { DataSource } from 'typeorm';
import { inTransaction } from '../transaction.ts';
import type { DatacenterZones } from './datacenter-zones.ts';
import type { NameServers } from './name-servers.ts';
import { networkFacts } from './names-plan.ts';
import type { Db } from './names-rows.ts';
import { Refusal, zoneUnknown } from './refusal.ts';

type Of<Type extends NameCommand['type']> = Extract<NameCommand, { type: Type }>;

const OFF = 'DNS is off: no server is configured';

export interface HandlerSettings {
  readonly deadlineMs: number;
  /** Something is due now. */
  wake(this: void): void;
}

/**
 * Writes down what is wanted, and for whom; whoever works at what is due asks the servers. What can
 * be answered without them is answered here.
 */
export class NamesHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly servers: NameServers,
    private readonly zones: DatacenterZones,
    private readonly settings: HandlerSettings,
  ) {}

  async execute(command: NameCommand, delivery: Delivery): Promise<void> {
    switch (command.type) {
      case 'PublishNames':
        return this.#publish(command, delivery);
      case 'WithdrawNames':
        return this.#withdraw(command, delivery);
      case 'ReconcileNames':
        return this.#reconcile(command, delivery);
    }
  }

  async #publish({ data }: Of<'PublishNames'>, delivery: Delivery): Promise<void> {
    const { networkId, notAfter } = data;
    const zone = await this.#zoneOf(data, delivery);
    if (typeof zone === 'object') return this.#record(networkId, [zone], delivery);
    const { tenant } = delivery.meta;
    await this.#record(networkId, [], delivery, (client) =>
      client.query(
        `insert into names
           (network_id, tenant, zone, status, asked, deadline, due_at, waiting_since)
         values ($1, $2, $3, 'publishing', $4, $5, clock_timestamp(), clock_timestamp())
         on conflict (network_id) do update set zone = excluded.zone, status = 'publishing',
           asked = excluded.asked, deadline = excluded.deadline, wish = names.wish + 1,
           attempts = 0, due_at = clock_timestamp(), waiting_since = clock_timestamp()`,
        [networkId, tenant, zone, JSON.stringify(delivery.meta), this.#deadline(notAfter)],
      ),
    );
    this.settings.wake();
  }

  /** The zone to publish in; or the answer, where there is nothing to publish. */
  async #zoneOf(
    { networkId, zone: wanted }: Of<'PublishNames'>['data'],
    { meta }: Delivery,
  ): Promise<string | NameEvent> {
    const skipped = (reason: string): NameEvent => ({
      type: 'NamesSkipped',
      data: { networkId, reason },
    });
    if (this.servers.isOff) return skipped(OFF);
    const network = await networkFacts(poolOf(this.dataSource), networkId);
    if (network === undefined || network.isReleased)
      return refused(
        networkId,
        new Refusal('NETWORK_NOT_FOUND', `there is no network ${networkId}`, {
          suggestion: 'allocate it first',
        }),
      );
    refuseForeign(network.networkId, network.tenant, meta.tenant);
    const zone = wanted ?? (await this.zones.of(network.datacenter))[0];
    if (zone === undefined) return skipped(`datacenter ${network.datacenter} has no DNS zone`);
    if (this.servers.serverFor(zone) !== undefined) return zone;
    // Zones of a datacenter may be somebody else's affair; one that is asked for is not.
    return wanted === undefined
      ? skipped(`no server is configured for ${zone}`)
      : refused(networkId, zoneUnknown(zone));
  }

  async #withdraw({ data }: Of<'WithdrawNames'>, delivery: Delivery): Promise<void> {
    const { networkId, reason, notAfter } = data;
    const [names] = await this.dataSource.query<{ tenant: string; records: number }[]>(
      `select tenant, (select count(*) from name_record r where r.network_id = n.network_id)::int
         as records from names n where network_id = $1 and status <> 'withdrawn'`,
      [networkId],
    );
    if (names === undefined)
      return this.#record(
        networkId,
        [{ type: 'NamesWithdrawn', data: { networkId, records: 0 } }],
        delivery,
      );
    refuseForeign(networkId, names.tenant, delivery.meta.tenant);
    const nobody = new Refusal('DNS_UNREACHABLE', OFF, {
      suggestion: 'configure the server again',
    });
    const isWaitedFor = !this.servers.isOff;
    const events = isWaitedFor ? [] : [refused(networkId, nobody, 'withdraw')];
    await this.#record(networkId, events, delivery, (client) =>
      client.query(
        `update names set status = 'withdrawing', wish = wish + 1, asked = $2, deadline = $3,
           reason = $4, attempts = 0, due_at = clock_timestamp(), waiting_since = clock_timestamp()
         where network_id = $1`,
        [
          networkId,
          isWaitedFor ? JSON.stringify(delivery.meta) : null,
          isWaitedFor ? this.#deadline(notAfter) : null,
          reason,
        ],
      ),
    );
    this.settings.wake();
  }

  async #reconcile({ data }: Of<'ReconcileNames'>, delivery: Delivery): Promise<void> {
    const networkId = data.networkId ?? null;
    const [found] = await this.dataSource.query<{ networks: number }[]>(
      `select count(*)::int as networks from names
       where due_at is not null and ($1::text is null or network_id = $1)`,
      [networkId],
    );
    const started: NameEvent = {
      type: 'NamesReconciliationStarted',
      data: { networkId, networks: found?.networks ?? 0 },
    };
    await this.#record(data.networkId, [started], delivery, (client) =>
      client.query(
        `update names set due_at = clock_timestamp(), attempts = 0
         where due_at is not null and ($1::text is null or network_id = $1)`,
        [networkId],
      ),
    );
    this.settings.wake();
  }

  /** Once; a message that comes again changes nothing. */
  async #record(
    networkId: string | undefined,
    events: readonly NameEvent[],
    delivery: Delivery,
    work: (client: Db) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> {
    const stream = namesStream(networkId);
    try {
      await inTransaction(poolOf(this.dataSource), async (client) => {
        await work(client);
        await this.store.appendWithin(client, [{ stream, expected: 'any', events, ...delivery }]);
      });
    } catch (error) {
      if (error instanceof HandledBefore) return;
      throw error;
    }
    this.store.committed();
  }

  #deadline(notAfter: string | undefined): Date {
    const own = Date.now() + this.settings.deadlineMs;
    return new Date(notAfter === undefined ? own : Math.min(own, Date.parse(notAfter)));
  }
}

const refused = (
  networkId: string,
  { code, message, suggestion }: Refusal,
  operation: 'publish' | 'withdraw' = 'publish',
): NameEvent => ({
  type: 'NamesRefused',
  data: { networkId, operation, code, message, suggestion, name: null, holder: null },
});

const refuseForeign = (networkId: string, owner: string, tenant: string): void => {
  if (owner !== tenant)
    throw new Rejection(
      'NOT_THE_OWNER',
      `network ${networkId} does not belong to tenant ${tenant}`,
      { field: 'networkId' },
    );
};
