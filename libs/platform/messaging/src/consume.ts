import { applyDecorators, Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { ConsumerDeclaration } from './declaration.ts';

export const JETSTREAM = Symbol('JETSTREAM');

/** What `@Consume` leaves for the server to find. */
export interface ConsumeExtras {
  readonly group: string;
  readonly consumer?: ConsumerDeclaration;
}

/** Nest turns what a handler throws into an ordinary answer. This gives it back as it was thrown. */
export class RethrowingFilter implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}
// Called rather than written as a decorator, so that Node can run this file as it stands.
Catch()(RethrowingFilter);

/**
 * Binds a method `(envelope, context)` to a durable consumer, or to every consumer of a group, for
 * the subjects given; without any, for all that the consumer lets through.
 */
export const Consume = (
  consumer: ConsumerDeclaration | string,
  ...subjects: readonly string[]
): MethodDecorator => {
  const declared = typeof consumer === 'string' ? undefined : consumer;
  const group = typeof consumer === 'string' ? consumer : (consumer.group ?? consumer.durable);
  const patterns = subjects.length > 0 ? subjects : [declared?.filter ?? '>'];
  const extras: ConsumeExtras = { group, ...(declared && { consumer: declared }) };
  return applyDecorators(
    EventPattern(
      patterns.map((subject) => `${group} ${subject}`),
      JETSTREAM,
      extras,
    ),
    (target: object, method: string | symbol) => {
      // Without these Nest hands over the first argument alone.
      Payload()(target, method, 0);
      Ctx()(target, method, 1);
    },
    // On the method itself: it comes before any other filter and needs no one to remember it.
    UseFilters(new RethrowingFilter()),
  );
};
