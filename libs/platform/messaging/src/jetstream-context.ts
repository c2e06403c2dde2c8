import { BaseRpcContext } from '@nestjs/microservices';
import type { Envelope } from '@ferrule/kernel';
import type { ConsumerDeclaration } from './declaration.ts';
import type { PulledMessage } from './pulled-message.ts';

/** What a handler may know of a message besides its envelope: `handle(envelope, context)`. */
export class JetStreamContext extends BaseRpcContext<
  [Envelope, Omit<PulledMessage, 'ack' | 'nak' | 'term' | 'working'>, ConsumerDeclaration]
> {
  get envelope(): Envelope {
    return this.args[0];
  }

  get subject(): string {
    return this.args[1].subject;
  }

  /** 1 the first time; more after a failure, a crash or a time-out. */
  get deliveryCount(): number {
    return this.args[1].deliveryCount;
  }

  get streamSequence(): number {
    return this.args[1].streamSequence;
  }

  get stream(): string {
    return this.args[2].stream;
  }

  /** The name under which an inbox remembers what was done: the durable consumer's. */
  get consumer(): string {
    return this.args[2].durable;
  }
}
