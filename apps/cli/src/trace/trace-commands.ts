import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { refused } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import { clip } from '../table.ts';

export const addTraceCommands = (program: Command, open: OpenSession): void => {
  program
    .command('trace')
    .argument('<job>', 'its id, or the id of a trace')
    .description('draw every hop that a job took through the services')
    .option('--file <path>', "the file with the spans; else the development stack's")
    .addHelpText(
      'after',
      examples(
        ['ferrule trace job-4b2cae5794a13c106806e613', 'start, duration, service and span'],
        ['ferrule trace job-4b2cae5794a13c106806e613 --json', 'one span a line'],
      ),
    )
    .action(async (id: string, { file }: { file?: string }, command: Command) => {
      const { json, printJson, stack, terminal } = await open(command);
      // Both pull in more than most commands need.
      const { findTraces } = await import('./job-spans.ts');
      const { drawTrace } = await import('@ferrule/telemetry');
      const traces = await findTraces(file ?? stack.spans, id);
      if (traces.length === 0)
        throw refused(
          `no trace of ${id} is in ${file ?? stack.spans}: spans arrive a few seconds late.`,
        );
      for (const spans of traces) {
        if (json) spans.forEach(printJson);
        else {
          terminal.print(terminal.paint('bold', `trace ${spans[0]?.trace ?? ''}`));
          for (const line of drawTrace(spans).split('\n')) terminal.print(clip(terminal, line));
        }
      }
    });
};
