import type { JobView, StepView } from '@ferrule/provisioning-contracts';
import { clip } from '../table.ts';
import type { Colour, Terminal } from '../terminal.ts';
import { hasEnded, paintedState, stepLine, took } from './job-lines.ts';

/** Shows a job while it goes on. */
export interface JobDisplay {
  show(this: void, job: JobView): void;
  /** What is shown last stays. */
  end(this: void): void;
}

const BAR = 20;
const REDRAW_EVERY_MS = 250;

const isOver = ({ status }: StepView): boolean => status === 'completed' || status === 'skipped';

const barColour = ({ status }: JobView): Colour => {
  if (status === 'ROLLING_BACK' || status === 'PAUSED') return 'yellow';
  return status === 'FAILED' || status === 'NEEDS_OPERATOR' ? 'red' : 'green';
};

/** How far a job is: its steps, or the networks of a batch. */
const progress = ({ steps, children }: JobView): readonly [done: number, all: number] => {
  if (children !== null) {
    const { total, running, pending } = children;
    return [total - running - pending, total];
  }
  return [steps.filter(isOver).length, steps.length];
};

export const progressBar = (terminal: Terminal, job: JobView): string => {
  const [done, all] = progress(job);
  const filled = all === 0 ? 0 : Math.round((done / all) * BAR);
  const bar = terminal.paint(barColour(job), '█'.repeat(filled));
  return `${bar}${terminal.paint('dim', '░'.repeat(BAR - filled))} ${done}/${all}`;
};

const lasted = ({ startTime, endTime }: JobView, now: number): string =>
  took(Math.max(0, (endTime === null ? now : Date.parse(endTime)) - Date.parse(startTime)));

/** A job as it stands, on as many lines as it has steps and two or three. */
export const drawing = (terminal: Terminal, job: JobView, now: number): readonly string[] => {
  const { jobId, status, steps, waitsFor, warnings } = job;
  return [
    `${terminal.paint('bold', jobId)} ${paintedState(terminal, status)}`,
    `  ${progressBar(terminal, job)}  ${lasted(job, now)}`,
    ...steps.map((step) => stepLine(terminal, step)),
    ...(waitsFor === null ? [] : [clip(terminal, `  ${waitsFor}`)]),
    ...(hasEnded(job) ? [] : warnings.map((warning) => clip(terminal, `  ! ${warning}`))),
  ];
};

/** Drawn over, again and again, so that its clock goes on. */
const live = (terminal: Terminal, draw: (lines: readonly string[]) => void): JobDisplay => {
  let job: JobView | undefined;
  const redraw = (): void => {
    if (job !== undefined) draw(drawing(terminal, job, Date.now()));
  };
  const timer = setInterval(redraw, REDRAW_EVERY_MS);
  return {
    show: (seen) => {
      job = seen;
      redraw();
    },
    end: () => {
      clearInterval(timer);
    },
  };
};

/** Each step once for each status that it takes on. */
const plain = (terminal: Terminal): JobDisplay => {
  const seen = new Map<string, string>();
  return {
    show: ({ steps }) => {
      for (const step of steps) {
        if (step.status === 'pending' || seen.get(step.step) === step.status) continue;
        seen.set(step.step, step.status);
        terminal.print(stepLine(terminal, step));
      }
    },
    end: () => undefined,
  };
};

export const displayOf = (terminal: Terminal, quiet: boolean): JobDisplay => {
  if (quiet) return { show: () => undefined, end: () => undefined };
  return terminal.draw === undefined ? plain(terminal) : live(terminal, terminal.draw);
};
