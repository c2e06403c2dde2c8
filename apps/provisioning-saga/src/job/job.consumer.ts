import type { Envelope, Meta } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, JetStreamContext, parse } from '@ferrule/messaging';
import {
  everyPublishers,
  type JobAccepted,
  jobIdOf,
  networkIdOf,
  PrepareDatacenterRequest,
  PROVISIONING_COMMANDS,
  ProvisionNetworkRequest,
  publisherOf,
} from '@ferrule/provisioning-contracts';
import {
  datacenterPrepareAccepted,
  findDatacenter,
  networkProvisionAccepted,
  resolveRequest,
  warningsOf,
} from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { datacentersOf, ProvisioningConfig } from '../config.ts';
import { JobHandler } from './job.handler.ts';
import { JobRejections } from './job-rejections.ts';
import { Publishers } from './publishers.ts';

const COMMANDS: ConsumerDeclaration = {
  stream: PROVISIONING_COMMANDS.stream,
  durable: 'provisioning-commands',
  // How long a message stays with an instance that died.
  ackWaitMs: 10_000,
};

interface Begun {
  readonly jobId: string;
  readonly publisher: string;
}

@Controller()
export class JobConsumer {
  readonly #datacenters;

  constructor(
    private readonly handler: JobHandler,
    private readonly publishers: Publishers,
    private readonly rejections: JobRejections,
    config: ProvisioningConfig,
  ) {
    this.#datacenters = datacentersOf(config);
  }

  @Consume(COMMANDS, everyPublishers('ProvisionNetwork'))
  async provision(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#start(envelope, context, ({ jobId, publisher }) => {
      const request = resolveRequest(parse(ProvisionNetworkRequest, envelope), this.#datacenters);
      return networkProvisionAccepted({
        jobId,
        networkId: networkIdOf(publisher, envelope.id),
        publisher,
        request,
        router: findDatacenter(request.datacenter, this.#datacenters).router,
        warnings: warningsOf(request),
      });
    });
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
    accept: (begun: Begun) => JobAccepted,
  ): Promise<void> {
    const publisher = publisherOf(subject);
    const jobId = jobIdOf(publisher, envelope.id);
    if (await this.rejections.standsFor(jobId)) return;
    const meta: Meta = this.publishers.metaOf(publisher, envelope);
    await this.handler.start(accept({ jobId, publisher }), {
      meta,
      // Two publishers may well use the same id.
      once: { consumer, message: `${publisher}/${envelope.id}` },
    });
  }
}
