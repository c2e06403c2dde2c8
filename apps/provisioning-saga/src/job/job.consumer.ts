import type { Envelope, Meta } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, JetStreamContext, parse } from '@ferrule/messaging';
import {
  DeprovisionNetworkRequest,
  everyPublishers,
  type JobAccepted,
  jobIdOf,
  networkIdOf,
  PrepareDatacenterRequest,
  PROVISIONING_COMMANDS,
  ProvisionNetworkRequest,
  ProvisionNetworksRequest,
  publisherOf,
  type ResolvedRemoval,
} from '@ferrule/provisioning-contracts';
import {
  datacenterPrepareAccepted,
  findDatacenter,
  networkDeprovisionAccepted,
  networkProvisionAccepted,
  resolveBatch,
  resolveRemoval,
  resolveRequest,
  warningsOf,
} from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { datacentersOf, ProvisioningConfig } from '../config.ts';
import { JobHandler } from './job.handler.ts';
import { JobRejections } from './job-rejections.ts';
import { NetworkFacts } from './network-facts.ts';
import { Publishers } from './publishers.ts';

const COMMANDS: ConsumerDeclaration = {
  stream: PROVISIONING_COMMANDS.stream,
  durable: 'provisioning-commands',
};

interface Begun {
  readonly jobId: string;
  readonly publisher: string;
  readonly tenant: string;
}

/** Where somebody asked for it, and why: both stand in the trail of all that follows. */
interface Noted {
  readonly ticket?: string | null;
  readonly reason?: string | null;
}

@Controller()
export class JobConsumer {
  readonly #datacenters;

  constructor(
    private readonly handler: JobHandler,
    private readonly publishers: Publishers,
    private readonly rejections: JobRejections,
    private readonly facts: NetworkFacts,
    config: ProvisioningConfig,
  ) {
    this.#datacenters = datacentersOf(config);
  }

  @Consume(COMMANDS, everyPublishers('ProvisionNetwork'))
  async provision(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#start(envelope, context, async ({ jobId, publisher, tenant }) => {
      const request = resolveRequest(parse(ProvisionNetworkRequest, envelope), this.#datacenters);
      const isDry = request.dryRun === true;
      return networkProvisionAccepted({
        jobId,
        networkId: networkIdOf(publisher, envelope.id),
        publisher,
        request,
        router: findDatacenter(request.datacenter, this.#datacenters).router,
        ...(isDry && { preview: await this.facts.preview(jobId, request, tenant) }),
        warnings: warningsOf(request),
      });
    });
  }

  @Consume(COMMANDS, everyPublishers('DeprovisionNetwork'))
  async deprovision(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#start(envelope, context, async ({ jobId, publisher, tenant }) => {
      const request = resolveRemoval(parse(DeprovisionNetworkRequest, envelope));
      const { network, router } = await this.facts.removable(jobId, request, tenant);
      const { networkId } = request;
      const warnings = forced(request);
      return networkDeprovisionAccepted({
        ...{ jobId, networkId, publisher, request, network, router, warnings },
      });
    });
  }

  @Consume(COMMANDS, everyPublishers('ProvisionNetworks'))
  async provisionMany(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#start(envelope, context, ({ jobId, publisher }) =>
      resolveBatch(parse(ProvisionNetworksRequest, envelope), this.#datacenters, {
        ...{ jobId, publisher },
        networkIdOf: (place) => networkIdOf(publisher, `${envelope.id}/${place}`),
      }),
    );
  }

  @Consume(COMMANDS, everyPublishers('PrepareDatacenter'))
  async prepare(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#start(envelope, context, ({ jobId, publisher }) => {
      const { datacenter } = parse(PrepareDatacenterRequest, envelope);
      const { router } = findDatacenter(datacenter, this.#datacenters);
      return datacenterPrepareAccepted({ jobId, datacenter, router, publisher });
    });
  }

  async #start(
    envelope: Envelope,
    { subject, consumer }: JetStreamContext,
    accept: (begun: Begun) => JobAccepted | Promise<JobAccepted>,
  ): Promise<void> {
    const publisher = publisherOf(subject);
    const jobId = jobIdOf(publisher, envelope.id);
    if (await this.rejections.standsFor(jobId)) return;
    const meta: Meta = this.publishers.metaOf(publisher, envelope);
    const accepted = await accept({ jobId, publisher, tenant: meta.tenant });
    await this.handler.start(accepted, {
      meta: { ...meta, ...notedIn(accepted) },
      // Two publishers may well use the same id.
      once: { consumer, message: `${publisher}/${envelope.id}` },
    });
  }
}

/** What a request says of itself outranks what its envelope says. */
const notedIn = ({ data }: JobAccepted): Pick<Meta, 'ticket' | 'reason'> => {
  const { ticket, reason }: Noted = 'request' in data ? data.request : {};
  return { ...(ticket && { ticket }), ...(reason && { reason }) };
};

const forced = ({ force }: ResolvedRemoval): readonly string[] =>
  force ? ['force: addresses that are in use are given back with the network'] : [];
