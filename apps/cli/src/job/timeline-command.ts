import type { JobTimeline, TimelineEntry } from '@ferrule/provisioning-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { Table, time } from '../table.ts';
import type { Colour, Terminal } from '../terminal.ts';
import { took } from './job-lines.ts';
import { jobPath } from './paths.ts';

const BAR = 16;

/** Where in the job it lies, and how much of it. */
export const barOf = (
  { start, milliseconds }: Pick<TimelineEntry, 'start' | 'milliseconds'>,
  { startTime, whole }: { readonly startTime: string; readonly whole: number },
): string => {
  if (whole <= 0) return '';
  const from = Math.min(
    BAR - 1,
    Math.floor(((Date.parse(start) - Date.parse(startTime)) / whole) * BAR),
  );
  const rest = BAR - from;
  const long = milliseconds === null ? rest : Math.round((milliseconds / whole) * BAR);
  return ' '.repeat(from) + '█'.repeat(Math.min(rest, Math.max(1, long)));
};

const colourOf = ({ outcome, direction }: TimelineEntry): Colour | undefined => {
  if (outcome === 'failed') return 'red';
  if (outcome === 'postponed' || outcome === 'under_way' || direction === 'undo') return 'yellow';
  return outcome === 'completed' ? 'green' : 'dim';
};

const nameOf = ({ what, index, direction, attempt }: TimelineEntry): string =>
  [
    direction === 'undo' ? 'undo' : '',
    what,
    what.startsWith('router_apply') ? String(index) : '',
    attempt > 1 ? `(try ${attempt})` : '',
  ]
    .filter(Boolean)
    .join(' ');

const print = (terminal: Terminal, timeline: JobTimeline): void => {
  const { startTime, milliseconds, entries } = timeline;
  const ends = entries.map(({ start, end }) => Date.parse(end ?? start));
  const whole = milliseconds ?? Math.max(0, ...ends) - Date.parse(startTime);
  new Table<TimelineEntry>(terminal, [
    { title: 'AT (UTC)', text: ({ start }) => time(start).slice(11) },
    {
      title: 'TOOK',
      text: (entry) =>
        entry.outcome === 'noted' || entry.milliseconds === null ? '' : took(entry.milliseconds),
    },
    { title: 'WHAT', text: nameOf, least: 14 },
    {
      title: '',
      text: (entry) => (entry.outcome === 'noted' ? '' : barOf(entry, { startTime, whole })),
      colour: colourOf,
      least: 1,
    },
    { title: '', text: ({ outcome }) => (outcome === 'noted' ? '' : outcome.replace('_', ' ')) },
    { title: 'ABOUT', text: ({ detail }) => detail ?? '', least: 5 },
  ]).print(entries);
};

export const addTimeline = (job: Command, open: OpenSession): void => {
  job
    .command('timeline')
    .argument('<job>', 'its id')
    .description('what took how long, and what was done to it by whom')
    .addHelpText(
      'after',
      examples(
        ['ferrule job timeline job-4b2cae5794a13c106806e613', 'each step with its duration'],
        ['ferrule trace job-4b2cae5794a13c106806e613', 'the same down to each service'],
      ),
    )
    .action(async (jobId: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const timeline = await api().get<JobTimeline>(jobPath(jobId, 'timeline'));
      if (json) {
        printJson(timeline);
        return;
      }
      print(terminal, timeline);
      const { milliseconds, status } = timeline;
      const whole = milliseconds === null ? '' : ` after ${took(milliseconds)}`;
      terminal.print(`${terminal.paint('bold', jobId)} is ${status}${whole}`);
    });
};
