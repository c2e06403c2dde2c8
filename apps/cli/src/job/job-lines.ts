import type { JobState, JobView, StepView } from '@ferrule/provisioning-contracts';
import { clip, time } from '../table.ts';
import type { Colour, Terminal } from '../terminal.ts';

const ENDS: readonly JobState[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'NEEDS_OPERATOR'];

export const hasEnded = ({ status }: Pick<JobView, 'status'>): boolean => ENDS.includes(status);

export const stateColour = (status: JobState): Colour | undefined => {
  if (status === 'COMPLETED') return 'green';
  if (status === 'FAILED' || status === 'NEEDS_OPERATOR') return 'red';
  return ENDS.includes(status) ? undefined : 'yellow';
};

export const paintedState = (terminal: Terminal, status: JobState): string => {
  const colour = stateColour(status);
  return colour ? terminal.paint(colour, status) : status;
};

/** `850 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`: as precise as somebody reads it. */
export const took = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (seconds < 60) return `${(milliseconds / 1000).toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const MARKS: Record<StepView['status'], readonly [mark: string, colour: Colour]> = {
  pending: ['·', 'dim'],
  in_progress: ['→', 'yellow'],
  completed: ['✓', 'green'],
  skipped: ['–', 'dim'],
  failed: ['✗', 'red'],
  undone: ['↶', 'yellow'],
};

export const stepLine = (
  terminal: Terminal,
  { step, status, timestamp, detail }: StepView,
): string => {
  const [mark, colour] = MARKS[status];
  const at = timestamp === null ? '' : time(timestamp).slice(11);
  const words = `${step.padEnd(22)} ${status.replace('_', ' ').padEnd(11)} ${at.padEnd(12)}`;
  const line = clip(terminal, `  ${mark} ${words}  ${detail ?? ''}`.trimEnd());
  return line.replace(mark, terminal.paint(colour, mark));
};

export const printSteps = (terminal: Terminal, steps: readonly StepView[]): void => {
  for (const step of steps) terminal.print(stepLine(terminal, step));
};
