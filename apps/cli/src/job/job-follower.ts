import { setTimeout as pause } from 'node:timers/promises';
import type { JobState, JobView, StepView } from '@ferrule/provisioning-contracts';
import { type ApiClient, isNotFound } from '../api-client.ts';
import { clip, printFacts, time } from '../table.ts';
import type { Colour, Terminal } from '../terminal.ts';

const LOOK_EVERY_MS = 200;
const ENDS: readonly JobState[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'NEEDS_OPERATOR'];

export const hasEnded = ({ status }: Pick<JobView, 'status'>): boolean => ENDS.includes(status);

export const stateColour = (status: JobState): Colour | undefined => {
  if (status === 'COMPLETED') return 'green';
  if (status === 'FAILED' || status === 'NEEDS_OPERATOR') return 'red';
  return ENDS.includes(status) ? undefined : 'yellow';
};

const MARKS: Record<StepView['status'], readonly [mark: string, colour: Colour]> = {
  pending: ['·', 'dim'],
  in_progress: ['→', 'yellow'],
  completed: ['✓', 'green'],
  skipped: ['–', 'dim'],
  failed: ['✗', 'red'],
  undone: ['↶', 'yellow'],
};

const stepLine = (terminal: Terminal, { step, status, timestamp, detail }: StepView): string => {
  const [mark, colour] = MARKS[status];
  const at = timestamp === null ? '' : time(timestamp).slice(11);
  const words = `${step.padEnd(22)} ${status.replace('_', ' ').padEnd(11)} ${at.padEnd(12)}`;
  const line = clip(terminal, `  ${mark} ${words}  ${detail ?? ''}`.trimEnd());
  return line.replace(mark, terminal.paint(colour, mark));
};

export const printSteps = (terminal: Terminal, steps: readonly StepView[]): void => {
  for (const step of steps) terminal.print(stepLine(terminal, step));
};

/** What came out of a job, with everything that attaching a machine takes. */
export const printResult = (terminal: Terminal, job: JobView): void => {
  const { result, networkId, datacenter, request, warnings } = job;
  if (result !== null && networkId !== null) {
    terminal.print('');
    terminal.print(`${terminal.paint('bold', networkId)} is ${result.status} in ${datacenter}`);
    printFacts(terminal, [
      ['subnet', result.subnet],
      ['gateway', result.gateway],
      ['VLAN', result.vlanId],
      ['DHCP range', result.dhcpRange],
      ['client', request?.clientId ?? null],
      ['job', job.jobId],
    ]);
  } else if (networkId === null && job.status === 'COMPLETED') {
    terminal.print('');
    terminal.print(`${terminal.paint('bold', datacenter)} is prepared`);
  }
  for (const warning of warnings)
    terminal.print(`${terminal.paint('yellow', 'Warning:')} ${warning}.`);
};

export interface Following {
  readonly job: JobView | undefined;
  readonly ended: boolean;
}

/**
 * Prints each step as it changes, until the job ends or the time is over. `isNew`: the job may not
 * be known yet, since its command was sent a moment ago.
 */
export const followJob = async (
  api: ApiClient,
  terminal: Terminal,
  jobId: string,
  { deadline, quiet, isNew }: { deadline: number; quiet: boolean; isNew: boolean },
): Promise<Following> => {
  const seen = new Map<string, string>();
  let job: JobView | undefined;
  for (;;) {
    job = (await look(api, jobId, isNew && job === undefined)) ?? job;
    for (const step of job?.steps ?? []) {
      if (step.status === 'pending' || seen.get(step.step) === step.status) continue;
      seen.set(step.step, step.status);
      if (!quiet) terminal.print(stepLine(terminal, step));
    }
    if (job !== undefined && hasEnded(job)) return { job, ended: true };
    const left = deadline - performance.now();
    if (left <= 0) return { job, ended: false };
    await pause(Math.min(left, LOOK_EVERY_MS), undefined, { signal: terminal.stop });
  }
};

const look = async (
  api: ApiClient,
  jobId: string,
  mayBeUnknown: boolean,
): Promise<JobView | undefined> => {
  try {
    return await api.get<JobView>(`/api/v1/jobs/${encodeURIComponent(jobId)}`);
  } catch (error) {
    // A command that was refused has no job either, and says why.
    if (mayBeUnknown && isNotFound(error) && error.problem?.['rejectedWith'] === undefined)
      return undefined;
    throw error;
  }
};
