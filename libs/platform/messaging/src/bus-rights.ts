import { bucketStream } from './bucket-writer.ts';

/** What a NATS user is allowed beside its own inbox. */
export interface BusRights {
  readonly publish: readonly string[];
}

/**
 * To use some streams, and no other: to make them, to read them by consumers, and to acknowledge.
 * A user with `$JS.API.>` could read every bucket there is. (Whoever makes or changes a stream could
 * still have it copy another: what is secret in a bucket is sealed all the same.)
 */
export const streamRights = (...streams: readonly string[]): BusRights => ({
  publish: [
    '$JS.API.INFO',
    ...streams.flatMap((stream) => [
      `$JS.API.STREAM.INFO.${stream}`,
      `$JS.API.STREAM.CREATE.${stream}`,
      `$JS.API.STREAM.UPDATE.${stream}`,
      `$JS.API.STREAM.MSG.GET.${stream}`,
      ...consumers(stream),
      `$JS.ACK.${stream}.>`,
    ]),
  ],
});

const consumers = (stream: string): readonly string[] => [
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.>`,
  `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.>`,
  `$JS.API.CONSUMER.INFO.${stream}.>`,
  `$JS.API.CONSUMER.DELETE.${stream}.>`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
];

/** To follow a bucket by a `BucketMirror`; not to write it, and not to make it. */
export const bucketReaderRights = (bucket: string): BusRights => {
  const stream = bucketStream(bucket);
  return {
    publish: [
      `$JS.API.STREAM.INFO.${stream}`,
      ...consumers(stream),
      // The acknowledgements by which a push consumer is slowed down.
      `$JS.FC.${stream}.>`,
    ],
  };
};
