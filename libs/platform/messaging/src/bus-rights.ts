import { bucketStream } from './bucket-writer.ts';

/** What a NATS user is allowed beside its own inbox. */
export interface BusRights {
  readonly publish: readonly string[];
}

/**
 * To make some streams, to fill them and to look at what is in them, and no other. A user with
 * `$JS.API.>` could read every bucket there is. (Whoever makes or changes a stream could still have it
 * copy another: what is secret in a bucket is sealed all the same.)
 */
export const streamRights = (...streams: readonly string[]): BusRights => ({
  publish: [
    '$JS.API.INFO',
    ...streams.flatMap((stream) => [
      `$JS.API.STREAM.INFO.${stream}`,
      `$JS.API.STREAM.CREATE.${stream}`,
      `$JS.API.STREAM.UPDATE.${stream}`,
      `$JS.API.STREAM.MSG.GET.${stream}`,
    ]),
  ],
});

/** To be one durable consumer of a stream: nobody else's messages can be taken, nor its place be lost. */
export const consumerRights = (stream: string, durable: string): BusRights => ({
  publish: [
    `$JS.API.CONSUMER.CREATE.${stream}.${durable}`,
    `$JS.API.CONSUMER.CREATE.${stream}.${durable}.>`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${durable}`,
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.DELETE.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
  ],
});

/** To follow a bucket by a `BucketMirror`; not to write it, and not to make it. */
export const bucketReaderRights = (bucket: string): BusRights => {
  const stream = bucketStream(bucket);
  return {
    publish: [
      `$JS.API.STREAM.INFO.${stream}`,
      `$JS.API.CONSUMER.CREATE.${stream}`,
      `$JS.API.CONSUMER.CREATE.${stream}.>`,
      `$JS.API.CONSUMER.INFO.${stream}.>`,
      `$JS.API.CONSUMER.DELETE.${stream}.>`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
      // The acknowledgements by which a push consumer is slowed down.
      `$JS.FC.${stream}.>`,
    ],
  };
};
