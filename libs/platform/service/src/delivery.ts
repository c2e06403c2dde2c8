import type { Envelope, Meta } from '@ferrule/kernel';
import type { JetStreamContext } from '@ferrule/messaging';
import { currentTraceparent } from '@ferrule/telemetry';

/** What the handling of one message is recorded under. */
export interface Delivery {
  readonly meta: Meta;
  readonly once: { readonly consumer: string; readonly message: string };
}

/** Effects are caused by the message, belong to the trace of whoever sent it, and happen once. */
export const deliveryOf = ({ id, meta }: Envelope, { consumer }: JetStreamContext): Delivery => {
  const traceparent = currentTraceparent() ?? meta.traceparent;
  return {
    meta: { ...meta, causationId: id, ...(traceparent !== undefined && { traceparent }) },
    once: { consumer, message: id },
  };
};
