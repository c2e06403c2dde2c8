import { type Queryable, sealedEnvelopes } from '@ferrule/event-store';
import { type Envelope, Rejection } from '@ferrule/kernel';
import { Answers, type QueryClient } from '@ferrule/messaging';
import { Controller, type Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

/** What a service answers about its own events, for a reader that missed some on the bus. */
export const eventsQuery = (context: string): string => `qry.${context}.events.from`;

interface Question {
  readonly after: number;
  readonly limit: number;
}

/** Bodies in base64: escaped as text within text, one of the largest would not fit a message. */
type Packed = Omit<Envelope, 'body'> & { readonly body: string };

const MOST = 1_000;
/** The bus takes a megabyte. */
const MOST_BYTES = 600_000;

const isCount = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;

const packed = (events: readonly Envelope[]): readonly Packed[] => {
  const taken: Packed[] = [];
  let bytes = 0;
  for (const event of events) {
    const body = Buffer.from(event.body).toString('base64');
    bytes += body.length + 1_000;
    if (bytes > MOST_BYTES && taken.length > 0) break;
    taken.push({ ...event, body });
  }
  return taken;
};

/** The answering side, the same in every service that records events. */
export const eventsController = (context: string, db: Queryable): Type => {
  class EventsFrom {
    async from({ after, limit }: Question): Promise<readonly Packed[]> {
      if (!isCount(after, 0, Number.MAX_SAFE_INTEGER) || !isCount(limit, 1, MOST))
        throw new Rejection(
          'VALIDATION_FAILED',
          `after must be a whole number, and limit one from 1 to ${MOST}`,
          { field: 'after' },
        );
      return packed(await sealedEnvelopes(db, context, after, limit));
    }
  }
  // Called rather than written as decorators: the subject is known only here.
  const method = Object.getOwnPropertyDescriptor(EventsFrom.prototype, 'from');
  if (method !== undefined) Answers(eventsQuery(context))(EventsFrom.prototype, 'from', method);
  Payload()(EventsFrom.prototype, 'from', 0);
  Controller()(EventsFrom);
  return EventsFrom;
};

/** The asking side: events of a service after a number of its own, in order, as many as it gives at once. */
export const askEventsFrom = async (
  queries: QueryClient,
  context: string,
  after: number,
  limit = MOST,
): Promise<readonly Envelope[]> => {
  const question: Question = { after, limit };
  const events = await queries.ask<readonly Packed[]>(eventsQuery(context), question);
  return events.map((event) => ({ ...event, body: Buffer.from(event.body, 'base64').toString() }));
};
