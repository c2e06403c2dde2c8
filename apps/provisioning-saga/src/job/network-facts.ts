import { PgEventStore } from '@ferrule/event-store';
import {
  type AddressView,
  type AllocationPreview,
  IPAM_QUERIES,
  type NetworkNamesView,
  type NetworkView,
} from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { QueryClient } from '@ferrule/messaging';
import type {
  AllocationResult,
  JobAccepted,
  KnownNetwork,
  ResolvedRemoval,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import {
  allocationWish,
  findDatacenter,
  jobStream,
  ofRequest,
  previewOf,
} from '@ferrule/provisioning-domain';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ProvisioningConfig, datacentersOf } from '../config.ts';

/** What a removal begins with. */
export interface Removable {
  readonly network: KnownNetwork;
  readonly router: string | null;
}

/** How many of the addresses that are in use are named. */
const MOST_NAMED = 5;

/** What a job has to know of a network before it begins: ipam is asked, and our own jobs. */
@Injectable()
export class NetworkFacts {
  readonly #datacenters;

  constructor(
    @Inject(QueryClient) private readonly queries: Pick<QueryClient, 'ask'>,
    private readonly store: PgEventStore,
    @Inject(DataSource) private readonly dataSource: Pick<DataSource, 'query'>,
    @Inject(ProvisioningConfig) config: Pick<ProvisioningConfig, 'datacenters'>,
  ) {
    this.#datacenters = datacentersOf(config);
  }

  /** What an allocation would give now; nothing is taken. Refused like the allocation would be. */
  async preview(
    jobId: string,
    request: ResolvedRequest,
    tenant: string,
  ): Promise<AllocationResult> {
    const known = await this.#begunWith(jobId);
    if (known?.type === 'NetworkProvisionAccepted' && known.data.preview) return known.data.preview;
    try {
      const wish = { ...allocationWish(request), tenant };
      return previewOf(
        await this.queries.ask<AllocationPreview>(IPAM_QUERIES.previewNetwork, wish),
      );
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const { code, field } = ofRequest({ code: error.code, field: error.detail.field ?? null });
      throw new Rejection(code, error.message, {
        ...error.detail,
        ...(field !== null && { field }),
      });
    }
  }

  /** The network that is to go, and the router that may carry it. */
  async removable(
    jobId: string,
    { networkId, force }: ResolvedRemoval,
    tenant: string,
  ): Promise<Removable> {
    const known = await this.#begunWith(jobId);
    if (known?.type === 'NetworkDeprovisionAccepted') return known.data;
    const view = await this.queries.ask<NetworkView>(IPAM_QUERIES.getNetwork, { networkId });
    // Whose it is, is nobody else's business.
    if (view.tenant !== tenant)
      throw new Rejection('NETWORK_NOT_FOUND', `there is no network ${networkId}`, {
        field: 'networkId',
      });
    const isReleased = view.status === 'released';
    if (!force && !isReleased) await this.#checkUnused(networkId);
    const { clientId, datacenter, vlanId, serviceVlan, subnet, ipv6: ipv6Prefix } = view;
    const network = {
      ...{ clientId, datacenter, vlanId, serviceVlan, subnet, ipv6Prefix },
      dnsZone: await this.#zoneOf(networkId),
      isReleased,
    };
    return { network, router: await this.#routerOf(view) };
  }

  /** What a job that there is already began with: it need not be true any more. */
  async #begunWith(jobId: string): Promise<JobAccepted | undefined> {
    const [first] = await this.store.readStream<JobAccepted>(jobStream(jobId));
    return first as JobAccepted | undefined;
  }

  async #checkUnused(networkId: string): Promise<void> {
    const inUse: AddressView[] = [];
    let after: string | null = null;
    do {
      const page: { addresses: readonly AddressView[]; next: string | null } =
        await this.queries.ask(IPAM_QUERIES.listAddresses, {
          networkId,
          limit: 1_000,
          ...(after !== null && { after }),
        });
      inUse.push(...page.addresses.filter(({ type }) => type === 'vm'));
      after = page.next;
    } while (after !== null && inUse.length <= MOST_NAMED);
    if (inUse.length === 0) return;
    const named = inUse
      .slice(0, MOST_NAMED)
      .map(({ address, hostName }) => (hostName === null ? address : `${address} (${hostName})`));
    const more = inUse.length > MOST_NAMED ? ' and more' : '';
    throw new Rejection(
      'NETWORK_IN_USE',
      `addresses of network ${networkId} are in use: ${named.join(', ')}${more}`,
      {
        field: 'networkId',
        suggestion: 'give the addresses back first, or ask for it with force',
      },
    );
  }

  async #zoneOf(networkId: string): Promise<string | null> {
    const { status, zone } = await this.queries.ask<NetworkNamesView>(IPAM_QUERIES.namesOf, {
      networkId,
    });
    return status === 'unpublished' || status === 'withdrawn' ? null : zone;
  }

  /** Null where no router was ever asked to carry it: then there is nothing to look for. */
  async #routerOf({ networkId, datacenter, status }: NetworkView): Promise<string | null> {
    const routerThere = () => findDatacenter(datacenter, this.#datacenters).router;
    if (status === 'provisioned' || status === 'deprovisioning') return routerThere();
    // A job that ended badly may have left something there, whatever ipam says.
    const jobs = await this.dataSource.query<unknown[]>(
      `select 1 from job where network_id = $1 and workflow = 'network.provision' limit 1`,
      [networkId],
    );
    return jobs.length > 0 ? routerThere() : null;
  }
}
