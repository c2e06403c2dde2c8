import {
  IPAM_EVENTS,
  ipamEventSubject,
  type IpamCommandRejected,
  type NetworkAllocated,
  type NetworkAllocationRefused,
  type NetworkReleaseRefused,
} from '@ferrule/ipam-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { allocationOf, ofRequest, reasonOf } from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { answerOf } from './answer.ts';
import { type Conclusion, JobHandler } from './job.handler.ts';
import { concludesEither } from './either.ts';

export const IPAM_ANSWERS: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'provisioning-ipam-answers',
  filter: IPAM_EVENTS,
  // What ipam says of networks that no job asks for is no concern of ours.
  unrouted: 'ignore',
};

const ALLOCATION = { step: 'ipam_allocation', index: 0 } as const;
/** A release is a step of a removal, and the undo of a provisioning. */
const RELEASE = { done: 'ipam_release', undone: 'ipam_allocation' } as const;

/** What ipam answers to those who take addresses, and give them back. */
@Controller()
export class AllocationConsumer {
  constructor(private readonly handler: JobHandler) {}

  @Consume(IPAM_ANSWERS, ipamEventSubject('NetworkAllocated'))
  async allocated(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkAllocated['data'];
    const outcome = { result: allocationOf(data) };
    await this.#conclude(envelope, context, [
      { type: 'ConcludeStep', data: { ...ALLOCATION, outcome } },
    ]);
  }

  @Consume(IPAM_ANSWERS, ipamEventSubject('NetworkAllocationRefused'))
  async refused(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkAllocationRefused['data'];
    const { resource, current, maximum, rangeStart, rangeEnd } = data;
    const reason = {
      ...ofRequest(reasonOf(data)),
      ...{ resource, current, maximum, rangeStart, rangeEnd },
    };
    await this.#conclude(envelope, context, [
      { type: 'ConcludeStep', data: { ...ALLOCATION, reason, nothingDone: true } },
    ]);
  }

  @Consume(IPAM_ANSWERS, ipamEventSubject('NetworkReleased'))
  async released(envelope: Envelope, context: JetStreamContext): Promise<void> {
    await this.#conclude(envelope, context, concludesEither(RELEASE));
  }

  @Consume(IPAM_ANSWERS, ipamEventSubject('NetworkReleaseRefused'))
  async releaseRefused(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const { code, message, suggestion } = JSON.parse(
      envelope.body,
    ) as NetworkReleaseRefused['data'];
    const reason = reasonOf({ code, message, field: 'networkId', suggestion });
    await this.#conclude(
      envelope,
      context,
      concludesEither(RELEASE, { reason, nothingDone: true }),
    );
  }

  /** A command that ipam could not make sense of is as good as refused: nobody else answers it. */
  @Consume(IPAM_ANSWERS, ipamEventSubject('IpamCommandRejected'))
  async rejected(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as IpamCommandRejected['data'];
    const reason = ofRequest(reasonOf(data));
    const answers = ((): readonly Conclusion[] => {
      switch (data.commandType) {
        case 'AllocateNetwork':
          return [{ type: 'ConcludeStep', data: { ...ALLOCATION, reason, nothingDone: true } }];
        case 'ReleaseNetwork':
          return concludesEither(RELEASE, { reason, nothingDone: true });
        case 'PublishNames':
          return concludesEither(
            { done: 'dns_update', undone: 'dns_withdrawal' },
            { reason, nothingDone: true },
          );
        case 'WithdrawNames':
          return concludesEither(
            { done: 'dns_withdrawal', undone: 'dns_update' },
            { reason, nothingDone: true },
          );
        default:
          return [];
      }
    })();
    await this.#conclude(envelope, context, answers);
  }

  async #conclude(envelope: Envelope, context: JetStreamContext, answers: readonly Conclusion[]) {
    const jobId = envelope.meta.correlationId;
    await this.handler.concludeAny(jobId, answers, answerOf(envelope, context));
  }
}
