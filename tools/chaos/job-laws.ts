import type { JobRecord } from './records.ts';
import type { Touched } from './weather.ts';

const ENDS = /^(?:\w+(?:Completed|Failed|Cancelled|Planned)|JobNeedsOperator|JobAbandoned)$/;
const isEnd = (type: string): boolean => ENDS.test(type) && !type.startsWith('Step');

/** What no job does, whatever happens to it. */
export const brokenByJob = (job: JobRecord, touched: Touched): readonly string[] => {
  const { id, workflow, status, networkId, events } = job;
  const faults: string[] = [];
  const say = (what: string) => faults.push(`${id} (${workflow}) ${what}`);
  const times = (wanted: (type: string) => boolean) =>
    events.filter(({ type }) => wanted(type)).length;
  if (events.length === 0) say('has no events');
  const accepted = times((type) => /^\w+Accepted$/.test(type));
  if (accepted !== 1) say(`was accepted ${accepted} times`);
  const ends = times(isEnd);
  if (ends !== 1) say(`came to ${ends} ends`);
  if (status === 'NEEDS_OPERATOR' && !touched.has(networkId ?? '')) {
    const why = events.find(({ type }) => type === 'JobNeedsOperator')?.data['reason'];
    say(`calls for an operator, and nobody else changed its rows: ${JSON.stringify(why)}`);
  }
  const done = new Map<string, number>();
  for (const { type, data } of events) {
    if (type !== 'StepCompleted' && type !== 'StepUndone') continue;
    const key = JSON.stringify([type, data['step'], data['index'] ?? 0]);
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  for (const [key, count] of done) if (count > 1) say(`has ${key} ${count} times`);
  return faults;
};

export type Expected = 'on its router' | 'gone' | 'unsure';

/** Where a network must be by what its jobs have come to, in the order in which they began. */
export const expectedOf = (jobs: readonly JobRecord[]): Expected => {
  const removed = jobs.some(
    ({ workflow, status }) => workflow === 'network.deprovision' && status === 'COMPLETED',
  );
  if (removed) return 'gone';
  if (jobs.some(({ status }) => status === 'NEEDS_OPERATOR')) return 'unsure';
  const provisioned = jobs.find(({ workflow }) => workflow === 'network.provision');
  return provisioned?.status === 'COMPLETED' ? 'on its router' : 'gone';
};
