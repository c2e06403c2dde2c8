import {
  IPAM_EVENTS,
  ipamEventSubject,
  type NetworkAllocated,
  type NetworkAllocationRefused,
} from '@ferrule/ipam-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import type { ConcludeStep } from '@ferrule/provisioning-domain';
import { deliveryOf } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { JobHandler } from './job.handler.ts';

const ANSWERS: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'provisioning-ipam-answers',
  filter: IPAM_EVENTS,
  ackWaitMs: 10_000,
  // What ipam says of networks that no job asks for is no concern of ours.
  unrouted: 'ignore',
};

const ALLOCATION = { step: 'ipam_allocation' } as const;

/** What ipam answers to the step `ipam_allocation`. */
@Controller()
export class AllocationConsumer {
  constructor(private readonly handler: JobHandler) {}

  @Consume(ANSWERS, ipamEventSubject('NetworkAllocated'))
  async allocated(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkAllocated['data'];
    const { vlanId, subnet, gateway, dhcpRange } = data;
    await this.#conclude(envelope, context, {
      ...ALLOCATION,
      result: { vlanId, subnet, gateway, dhcpRange },
    });
  }

  @Consume(ANSWERS, ipamEventSubject('NetworkAllocationRefused'))
  async refused(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const data = JSON.parse(envelope.body) as NetworkAllocationRefused['data'];
    const { code, message, field, suggestion, resource, current, maximum, rangeStart, rangeEnd } =
      data;
    await this.#conclude(envelope, context, {
      ...ALLOCATION,
      reason: {
        code,
        message,
        field,
        suggestion,
        resource,
        current,
        maximum,
        rangeStart,
        rangeEnd,
      },
    });
  }

  async #conclude(
    envelope: Envelope,
    context: JetStreamContext,
    data: ConcludeStep['data'],
  ): Promise<void> {
    const { correlationId, causationId } = envelope.meta;
    await this.handler.handle(
      correlationId,
      { type: 'ConcludeStep', data },
      {
        ...deliveryOf(envelope, context),
        ...(causationId !== undefined && { answers: causationId }),
      },
    );
  }
}
