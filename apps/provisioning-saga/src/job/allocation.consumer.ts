import {
  IPAM_EVENTS,
  ipamEventSubject,
  type NetworkAllocated,
  type NetworkAllocationRefused,
  type NetworkReleaseRefused,
} from '@ferrule/ipam-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { reasonOf } from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { answerOf } from './answer.ts';
import { type Conclusion, JobHandler } from './job.handler.ts';

const ANSWERS: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'provisioning-ipam-answers',
  filter: IPAM_EVENTS,
  ackWaitMs: 10_000,
  // What ipam says of networks that no job asks for is no concern of ours.
  unrouted: 'ignore',
};

const ALLOCATION = { step: 'ipam_allocation', index: 0 } as const;

/** What ipam answers to the step `ipam_allocation`, and to its undo. */
@Controller()
export class AllocationConsumer {
  constructor(private readonly handler: JobHandler) {}

  @Consume(ANSWERS, ipamEventSubject('NetworkAllocated'))
  async allocated(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkAllocated['data'];
    const { vlanId, subnet, gateway, dhcpRange } = data;
    const outcome = { result: { vlanId, subnet, gateway, dhcpRange } };
    await this.#conclude(envelope, context, {
      type: 'ConcludeStep',
      data: { ...ALLOCATION, outcome },
    });
  }

  @Consume(ANSWERS, ipamEventSubject('NetworkAllocationRefused'))
  async refused(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkAllocationRefused['data'];
    const { code, message, field, suggestion, resource, current, maximum, rangeStart, rangeEnd } =
      data;
    const reason = {
      ...{ code, message, field, suggestion },
      ...{ resource, current, maximum, rangeStart, rangeEnd },
    };
    await this.#conclude(envelope, context, {
      type: 'ConcludeStep',
      data: { ...ALLOCATION, reason, nothingDone: true },
    });
  }

  @Consume(ANSWERS, ipamEventSubject('NetworkReleased'))
  async released(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const { step, index } = ALLOCATION;
    await this.#conclude(envelope, context, {
      type: 'ConcludeUndo',
      data: { steps: [step], index, rollback: null },
    });
  }

  @Consume(ANSWERS, ipamEventSubject('NetworkReleaseRefused'))
  async releaseRefused(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkReleaseRefused['data'];
    const { code, message, suggestion } = data;
    const { step, index } = ALLOCATION;
    const reason = reasonOf({ code, message, field: 'networkId', suggestion });
    await this.#conclude(envelope, context, {
      type: 'ConcludeUndo',
      data: { steps: [step], index, rollback: null, reason },
    });
  }

  async #conclude(envelope: Envelope, context: JetStreamContext, answer: Conclusion) {
    const jobId = envelope.meta.correlationId;
    await this.handler.conclude(jobId, answer, answerOf(envelope, context));
  }
}
