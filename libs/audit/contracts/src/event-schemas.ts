import { type JsonSchema, objectSchema } from '@ferrule/kernel';
import type { AuditEventType, GapFilled } from './messages.ts';

const text: JsonSchema = { type: 'string' };
const place: JsonSchema = { type: 'integer', minimum: 1 };

/** What the body of each event holds. */
export const AUDIT_EVENT_SCHEMAS: Readonly<Record<AuditEventType, JsonSchema>> = {
  GapFilled: objectSchema<GapFilled['data']>(
    {
      source: { ...text, description: 'The service', examples: ['ipam'] },
      first: { ...place, description: 'The first of its events that the bus did not bring' },
      last: place,
    },
    {
      description:
        'Events did not come over the bus; the ledger fetched them from the service that recorded them',
    },
  ),
};
