import type { Meta } from './message.ts';

/** A message as it travels: the attributes of a CloudEvent and its body, byte for byte. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** The service that sent it: `ipam`. */
  readonly source: string;
  /** What it is about: the event stream, such as `network-net-12345`. */
  readonly subject?: string;
  /** RFC 3339, in milliseconds. */
  readonly time: string;
  /** The sender's own gapless number for its events; commands have none. */
  readonly sequence?: number;
  readonly meta: Meta;
  readonly body: string;
}
