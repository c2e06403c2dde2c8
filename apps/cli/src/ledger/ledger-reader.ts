import type { LedgerEntry, LedgerPage } from '@ferrule/audit-contracts';
import type { ApiClient } from '../api-client.ts';

type Reader = Pick<ApiClient, 'get'>;

const PAGE = 1_000;

const ask = (
  api: Reader,
  after: number,
  limit: number,
  correlationId?: string,
): Promise<LedgerPage> => api.get('/api/v1/audit/events', { after, limit, correlationId });

/** Up to `limit` events after an entry, in the ledger's order. */
export const readAfter = async (
  api: Reader,
  after: number,
  limit: number,
  jobId?: string,
): Promise<readonly LedgerEntry[]> => {
  const events: LedgerEntry[] = [];
  while (events.length < limit) {
    const page = await ask(
      api,
      events.at(-1)?.entry ?? after,
      Math.min(PAGE, limit - events.length),
      jobId,
    );
    events.push(...page.events);
    if (page.next === null) break;
  }
  return events;
};

/** The number of the newest entry. The ledger is read forwards only, so its end is searched for. */
const findEnd = async (api: Reader): Promise<number> => {
  let low = 0;
  let high: number | undefined;
  for (let step = PAGE; ;) {
    const probe = high === undefined ? low + step : Math.floor((low + high) / 2);
    if (high !== undefined && high - low <= PAGE) break;
    const found = (await ask(api, probe, 1)).events[0];
    if (found === undefined) high = probe;
    else {
      low = found.entry;
      step *= 4;
    }
  }
  for (;;) {
    const { events } = await ask(api, low, PAGE);
    low = events.at(-1)?.entry ?? low;
    if (events.length < PAGE) return low;
  }
};

/** The newest `limit` events, oldest of them first. */
export const readLatest = async (api: Reader, limit: number): Promise<readonly LedgerEntry[]> => {
  const end = await findEnd(api);
  // Numbers can be missing from the ledger, so what looks far enough back may not be.
  for (let back = limit; ; back *= 2) {
    const after = Math.max(0, end - back);
    const events = await readAfter(api, after, Infinity);
    if (events.length >= limit || after === 0) return events.slice(-limit);
  }
};
