import type { JobView, LeftBehind } from '@ferrule/provisioning-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { refused } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, time } from '../table.ts';
import { printable, type Terminal } from '../terminal.ts';
import { hasEnded, paintedState, printSteps } from './job-lines.ts';
import { printResult } from './job-result.ts';
import { jobPath } from './paths.ts';

/** What was taken off the router again. */
const rolledBack = ({ rollback }: JobView): string | null =>
  rollback && `${rollback.Removed} of ${rollback.TotalResources} rows, ${rollback.Failed} failed`;

const pausedBy = ({ paused }: JobView): string | null =>
  paused === null
    ? null
    : `by ${paused.by}, ${time(paused.at)}${paused.reason === null ? '' : `: ${paused.reason}`}`;

/** What is left, where, and what would take it away. */
const printLeft = (terminal: Terminal, left: readonly LeftBehind[]): void => {
  for (const [where, some] of Map.groupBy(left, (one) => one.where)) {
    terminal.print('');
    terminal.print(terminal.paint('bold', `Left on ${where}:`));
    for (const { what } of some) terminal.print(`  ${printable(what)}`);
    const commands = some.flatMap((one) => one.commands);
    if (commands.length === 0) continue;
    terminal.print(`What removes it, as it is typed there:`);
    for (const command of commands)
      terminal.print(`  ${terminal.paint('red', printable(command))}`);
  }
};

/** What a person can do about a job that waits for one. */
const advice = ({ jobId, status }: JobView): readonly (readonly [string, string])[] => {
  if (status === 'NEEDS_OPERATOR')
    return [
      [`ferrule job retry ${jobId}`, 'try the undo again'],
      [`ferrule job skip ${jobId} --reason …`, 'it was removed by hand: go on before it'],
      [`ferrule job abandon ${jobId} --reason …`, 'leave the rest where it is'],
    ];
  if (status === 'PAUSED') return [[`ferrule job resume ${jobId}`, 'let it go on']];
  return [];
};

const printAdvice = (terminal: Terminal, job: JobView): void => {
  const lines = advice(job);
  if (lines.length === 0) return;
  const width = Math.max(...lines.map(([command]) => command.length));
  terminal.print('');
  terminal.print('What can be done:');
  for (const [command, meaning] of lines)
    terminal.print(`  ${command.padEnd(width)}  ${terminal.paint('dim', meaning)}`);
};

const print = (terminal: Terminal, view: JobView): void => {
  terminal.print(`${terminal.paint('bold', view.jobId)} is ${paintedState(terminal, view.status)}`);
  printFacts(terminal, [
    ['workflow', view.workflow],
    ['network', view.networkId],
    ['batch', view.parentJobId],
    ['started', time(view.startTime)],
    ['ended', view.endTime === null ? null : time(view.endTime)],
    ['by', `${view.actor} of ${view.tenant}, through ${view.publisher}`],
    ['ticket', view.request?.ticket ?? view.removal?.ticket],
    ['paused', pausedBy(view)],
    ['waits', hasEnded(view) ? null : view.waitsFor],
    ['error', view.errorMessage],
    ['code', view.error?.code],
    ['suggestion', view.error?.suggestion],
    ['rolled back', rolledBack(view)],
  ]);
  terminal.print('');
  printSteps(terminal, view.steps);
  printResult(terminal, view);
  printLeft(terminal, view.left);
  printAdvice(terminal, view);
};

export const addShow = (job: Command, open: OpenSession): void => {
  job
    .command('show')
    .argument('<job>', 'its id')
    .description('a job with its steps, what is left of it and what can be done')
    .option('--plan', 'what it changes on the router, in place of all else')
    .addHelpText(
      'after',
      examples(
        ['ferrule job show job-4b2cae5794a13c106806e613', 'for a person'],
        ['ferrule job show job-4b2cae5794a13c106806e613 --plan', 'its commands on the router'],
        ['ferrule job show job-4b2cae5794a13c106806e613 --json', 'for a program'],
      ),
    )
    .action(async (jobId: string, { plan }: { plan?: true }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const view = await api().get<JobView>(jobPath(jobId));
      if (plan && view.plan === null)
        throw refused(`${jobId} has no plan, or none yet: it is ${view.status}.`);
      if (json) printJson(plan ? view.plan : view);
      else if (plan && view.plan !== null) {
        // It pulls in more than most commands need.
        const { printPlan } = await import('./plan-diff.ts');
        printPlan(terminal, view.plan);
      } else print(terminal, view);
    });
};
