import { PgEventStore, Repeater } from '@ferrule/event-store';
import type { Meta, Rejection } from '@ferrule/kernel';
import type { DeliveryHooks, UnreadableMessage } from '@ferrule/messaging';
import {
  commandTypeOf,
  jobIdOf,
  type JobRejected,
  type ProvisioningCommandType,
  publisherOf,
} from '@ferrule/provisioning-contracts';
import { jobStream } from '@ferrule/provisioning-domain';
import { Injectable } from '@nestjs/common';
import { Publishers } from './publishers.ts';

/** The stream of a command that never became a job. */
export const rejectionStream = (jobId: string): string => `rejected-${jobId}`;

const REJECTED: Readonly<Record<ProvisioningCommandType, JobRejected['type']>> = {
  ProvisionNetwork: 'NetworkProvisionRejected',
  DeprovisionNetwork: 'NetworkDeprovisionRejected',
  ProvisionNetworks: 'NetworkBatchRejected',
  PrepareDatacenter: 'DatacenterPrepareRejected',
};

/** Every command is answered: what should never have been sent, with a recorded rejection. */
@Injectable()
export class JobRejections {
  constructor(
    private readonly store: PgEventStore,
    private readonly publishers: Publishers,
    private readonly repeater: Repeater,
  ) {}

  /**
   * A no stays a no, since somebody may have acted on it: the same id sent again, mended or not,
   * gets the same answer. (A job whose id was used again for something else is a job all the same.)
   */
  async standsFor(jobId: string): Promise<boolean> {
    const [rejected] = await this.store.readStream(rejectionStream(jobId));
    if (rejected === undefined || (await this.store.readStream(jobStream(jobId))).length > 0)
      return false;
    await this.repeater.repeat(rejectionStream(jobId));
    return true;
  }

  hooks(): Required<Pick<DeliveryHooks, 'onRejection' | 'onMalformed' | 'missingMeta'>> {
    return {
      missingMeta: (subject) => ({
        correlationId: 'unknown',
        actor: `publisher:${publisherOf(subject)}`,
        tenant: 'unknown',
      }),
      onRejection: async (rejection, { subject, envelope }) => {
        const publisher = publisherOf(subject);
        const meta = this.publishers.unregistered(publisher, envelope.id);
        await this.#record(rejection, commandTypeOf(subject), publisher, envelope.id, {
          ...meta,
          // Only the edge knows better than the registry whose command it was.
          ...(publisher === 'api' && { tenant: envelope.meta.tenant, actor: envelope.meta.actor }),
        });
      },
      onMalformed: async (message, reason) => {
        const publisher = publisherOf(message.subject);
        const id = idOf(message);
        const meta = this.publishers.unregistered(publisher, id);
        await this.#record(reason, commandTypeOf(message.subject), publisher, id, meta);
        return true;
      },
    };
  }

  async #record(
    rejection: Rejection,
    command: ProvisioningCommandType,
    publisher: string,
    id: string,
    meta: Meta,
  ): Promise<void> {
    const { code, message, detail } = rejection;
    const jobId = jobIdOf(publisher, id);
    const event: JobRejected = {
      type: REJECTED[command],
      data: {
        jobId,
        publisher,
        code,
        message,
        field: detail.field ?? null,
        suggestion: detail.suggestion ?? null,
      },
    };
    const { outcome } = await this.store.append({
      stream: rejectionStream(jobId),
      expected: 'any',
      events: [event],
      meta,
      once: { consumer: 'provisioning-rejections', message: `${publisher}/${id}` },
    });
    if (outcome === 'duplicate') await this.repeater.repeat(rejectionStream(jobId));
  }
}

/** A publisher that hears its own id again knows which of its messages is meant. */
const idOf = ({ headers, streamSequence }: UnreadableMessage): string => {
  const given = headers?.get('ce-id') ?? '';
  return /^[\x21-\x7e]{1,200}$/.test(given) ? given : `message-${streamSequence}`;
};
