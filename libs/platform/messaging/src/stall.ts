import type { ConsumerInfo } from '@nats-io/jetstream';

/** What the broker said of a consumer when it was last found stuck. */
export interface Stall {
  readonly created: string;
  readonly deliveredSequence: number;
}

export type Remedy = 'none' | 'pull-again' | 'recreate';

/**
 * A consumer is stuck when messages wait for it, requests wait for messages, and nothing is out
 * with a handler. Anything less is ordinary: handlers are busy, or there is nothing to do.
 */
export const remedyFor = (
  info: Pick<
    ConsumerInfo,
    'num_pending' | 'num_ack_pending' | 'num_waiting' | 'created' | 'delivered'
  >,
  before: Stall | undefined,
): { readonly remedy: Remedy; readonly stall: Stall | undefined } => {
  const stuck = info.num_pending > 0 && info.num_ack_pending === 0 && info.num_waiting > 0;
  if (!stuck) return { remedy: 'none', stall: undefined };
  const stall = { created: info.created, deliveredSequence: info.delivered.stream_seq };
  const still =
    before?.created === stall.created && before.deliveredSequence === stall.deliveredSequence;
  return { remedy: still ? 'recreate' : 'pull-again', stall };
};
