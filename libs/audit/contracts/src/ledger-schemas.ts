import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { LedgerEntry, LedgerPage } from './ledger.ts';

const text: JsonSchema = { type: 'string' };

export const LEDGER_ENTRY_SCHEMA = objectSchema<LedgerEntry>({
  entry: { type: 'integer', minimum: 1, description: 'Its place in the ledger' },
  source: { ...text, description: 'The service that recorded it', examples: ['ipam'] },
  sequence: {
    type: 'integer',
    minimum: 1,
    description: 'Its place among the events of its source; no number is missing',
  },
  id: { ...text, format: 'uuid' },
  type: { ...text, examples: ['NetworkAllocated'] },
  schemaVersion: { type: 'integer', minimum: 1 },
  stream: { ...text, description: 'What it is about' },
  time: { ...text, format: 'date-time' },
  recordedAt: { ...text, format: 'date-time', description: 'When it was written down here' },
  actor: { ...text, examples: ['key:ada', 'publisher:billing'] },
  tenant: { ...text, examples: ['demo'] },
  reason: orNull({ ...text, description: 'Why' }),
  ticket: orNull({ ...text, examples: ['CHG-1042'] }),
  correlationId: { ...text, description: 'The job that it belongs to' },
  causationId: orNull({ ...text, description: 'The message that led to it' }),
  datacenter: orNull({ ...text, examples: ['DC1'] }),
  router: orNull({ ...text, examples: ['dc1-r1'] }),
  network: orNull({ ...text, examples: ['net-6b1d2f8c0e9a4357'] }),
  hash: { ...text, description: 'SHA-256 over this entry and all before it, in hex' },
  data: { description: 'Its body, as it was recorded; null when its tenant keeps it no longer' },
});

export const LEDGER_PAGE_SCHEMA = objectSchema<LedgerPage>({
  events: { type: 'array', items: LEDGER_ENTRY_SCHEMA },
  next: orNull({
    type: 'integer',
    description: 'Ask again with this as after; null when there is nothing more yet',
  }),
});

export const LEDGER_PAGE_EXAMPLE: LedgerPage = {
  events: [
    {
      entry: 4,
      source: 'ipam',
      sequence: 1,
      id: '019b8d5e-3c2a-7f10-9a44-0c1d2e3f4a5b',
      type: 'NetworkReleased',
      schemaVersion: 1,
      stream: 'network-net-6b1d2f8c0e9a4357',
      time: '2026-01-05T10:00:00.500Z',
      recordedAt: '2026-01-05T10:00:00.620Z',
      actor: 'key:ada',
      tenant: 'demo',
      reason: null,
      ticket: null,
      correlationId: 'job-1f0c9a7e5d3b482690ac47fe',
      causationId: '019b8d5e-3b77-7c02-8d19-5b6a7c8d9e0f',
      datacenter: null,
      router: null,
      network: 'net-6b1d2f8c0e9a4357',
      hash: '5f1b0c9d7e3a2f4866b1d0e9c8a7f6e5d4c3b2a1908f7e6d5c4b3a2910f8e7d6',
      data: {
        networkId: 'net-6b1d2f8c0e9a4357',
        reason: 'provisioning was undone',
        subnet: '172.16.150.0/24',
        vlanId: 150,
      },
    },
  ],
  next: null,
};
