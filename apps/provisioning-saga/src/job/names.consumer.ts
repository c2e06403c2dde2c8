import { ipamEventSubject, type NamesRefused, type NamesSkipped } from '@ferrule/ipam-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, JetStreamContext } from '@ferrule/messaging';
import { ofRequest, reasonOf } from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { IPAM_ANSWERS } from './allocation.consumer.ts';
import { answerOf } from './answer.ts';
import { concludesEither } from './either.ts';
import { type Conclusion, JobHandler } from './job.handler.ts';

/** Names are published by a provisioning, and put back when a removal is undone. */
const PUBLISHED = { done: 'dns_update', undone: 'dns_withdrawal' } as const;
const WITHDRAWN = { done: 'dns_withdrawal', undone: 'dns_update' } as const;

/** What ipam answers to those who want names published, or withdrawn. */
@Controller()
export class NamesConsumer {
  constructor(private readonly handler: JobHandler) {}

  @Consume(IPAM_ANSWERS.durable, ipamEventSubject('NamesPublished'))
  async published(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#conclude(envelope, context, concludesEither(PUBLISHED));
  }

  /** Whoever asked for names and got none should know it, and why. */
  @Consume(IPAM_ANSWERS.durable, ipamEventSubject('NamesSkipped'))
  async skipped(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const { reason } = JSON.parse(envelope.body) as NamesSkipped['data'];
    const warnings = [`no names were published: ${reason}`];
    await this.#conclude(envelope, context, concludesEither(PUBLISHED, { warnings }));
  }

  @Consume(IPAM_ANSWERS.durable, ipamEventSubject('NamesRefused'))
  async refused(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NamesRefused['data'];
    const { operation, code, message, suggestion } = data;
    const field = code === 'DNS_ZONE_UNKNOWN' ? 'dnsZone' : null;
    const reason = ofRequest(reasonOf({ code, message, field, suggestion }));
    const steps = operation === 'publish' ? PUBLISHED : WITHDRAWN;
    await this.#conclude(envelope, context, concludesEither(steps, { reason }));
  }

  @Consume(IPAM_ANSWERS.durable, ipamEventSubject('NamesWithdrawn'))
  async withdrawn(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#conclude(envelope, context, concludesEither(WITHDRAWN));
  }

  async #conclude(envelope: Envelope, context: JetStreamContext, answers: readonly Conclusion[]) {
    const jobId = envelope.meta.correlationId;
    await this.handler.concludeAny(jobId, answers, answerOf(envelope, context));
  }
}
