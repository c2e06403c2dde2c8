import { counter } from '@ferrule/telemetry';

export const entriesRecorded = counter({
  name: 'ferrule_ledger_entries_total',
  description: 'Events that were written into the ledger',
});
export const gapsFilled = counter({
  name: 'ferrule_ledger_fetched_total',
  description: 'Events that did not come over the bus and were fetched from their service',
});
