import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, JetStreamContext, parse } from '@ferrule/messaging';
import {
  jobIdOf,
  networkIdOf,
  PROVISION_NETWORK,
  PROVISIONING_COMMANDS,
  ProvisionNetworkRequest,
  publisherOf,
} from '@ferrule/provisioning-contracts';
import { resolveRequest } from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { ProvisioningConfig } from '../config.ts';
import { JobHandler } from './job.handler.ts';
import { JobRejections } from './job-rejections.ts';
import { Publishers } from './publishers.ts';

const COMMANDS: ConsumerDeclaration = {
  stream: PROVISIONING_COMMANDS.stream,
  durable: 'provisioning-commands',
  // How long a message stays with an instance that died.
  ackWaitMs: 10_000,
};

@Controller()
export class JobConsumer {
  readonly #datacenters;

  constructor(
    private readonly handler: JobHandler,
    private readonly publishers: Publishers,
    private readonly rejections: JobRejections,
    config: ProvisioningConfig,
  ) {
    this.#datacenters = config.datacenters.map((entry) => ({
      id: entry.replace('+bgp', ''),
      bgp: entry.endsWith('+bgp'),
    }));
  }

  @Consume(COMMANDS, PROVISION_NETWORK)
  async provision(envelope: Envelope, { subject, consumer }: JetStreamContext): Promise<void> {
    const publisher = publisherOf(subject);
    const jobId = jobIdOf(publisher, envelope.id);
    if (await this.rejections.standsFor(jobId)) return;
    const meta = this.publishers.metaOf(publisher, envelope);
    const request = resolveRequest(parse(ProvisionNetworkRequest, envelope), this.#datacenters);
    const networkId = networkIdOf(publisher, envelope.id);
    await this.handler.handle(
      jobId,
      { type: 'StartJob', data: { jobId, networkId, publisher, request } },
      // Two publishers may well use the same id.
      { meta, once: { consumer, message: `${publisher}/${envelope.id}` } },
    );
  }
}
