import type { Envelope } from '@ferrule/kernel';
import type { JetStreamContext } from '@ferrule/messaging';
import { deliveryOf } from '@ferrule/service';
import type { JobDelivery } from './job.handler.ts';

/** An event that somebody recorded because of a command of ours. */
export const answerOf = (envelope: Envelope, context: JetStreamContext): JobDelivery => {
  const { causationId } = envelope.meta;
  return {
    ...deliveryOf(envelope, context),
    ...(causationId !== undefined && { answers: causationId }),
  };
};
