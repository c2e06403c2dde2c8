import { ConfigError } from '@ferrule/config';
import { Command, CommanderError } from 'commander';
import { examples } from './arguments.ts';
import { addAlertRuleCommands } from './alert-rule/alert-rule-commands.ts';
import { addVerifyCommands } from './chain/verify-commands.ts';
import { addDatacenterCommands } from './datacenter/datacenter-commands.ts';
import { addDeadLetterCommands } from './dead-letter/dead-letter-commands.ts';
import { errorText } from './error-code.ts';
import { EXIT, Failure } from './failure.ts';
import { addStatusCommands } from './health/status-commands.ts';
import { addIpamCommands } from './ipam/ipam-commands.ts';
import { addJobCommands } from './job/job-commands.ts';
import { addKeyCommands } from './key/key-commands.ts';
import { addWhoAmI } from './key/whoami-command.ts';
import { addEventCommands } from './ledger/event-commands.ts';
import { addNetworkCommands } from './network/network-commands.ts';
import { addRouterCommands } from './router/router-commands.ts';
import { addRouterSimulatorCommand } from './router/router-simulator-command.ts';
import { openSessions } from './session.ts';
import type { Terminal } from './terminal.ts';
import { addWebhookCommands } from './webhook/webhook-commands.ts';
import { addTraceCommands } from './trace/trace-commands.ts';

const EXITS = `
Exit codes: 0 done, 1 the service said no, 2 wrong usage, 3 nobody answers, 4 not finished in time,
5 the key is missing or does not allow it, 6 asked too often.`;

export const programOf = (terminal: Terminal): Command => {
  const program = new Command('ferrule')
    .description('Ferrule provisions networks on fleets of MikroTik routers.')
    .option('--api <url>', 'where the API answers (FERRULE_CLI_API)')
    .option('--key-file <file>', 'holds the API key that lets you in (FERRULE_CLI_KEY)')
    .option('--act-for <tenant>', 'for which of your tenants (FERRULE_CLI_ACT_FOR)')
    .option(
      '--data <dir>',
      "the development stack's data, .ferrule/dev unless given (FERRULE_CLI_DATA)",
    )
    .option('--json', 'the answer as JSON, one document a line')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd().replace(/^error: /u, 'ferrule: ')),
      getOutHelpWidth: () => terminal.width ?? 100,
      getErrHelpWidth: () => terminal.width ?? 100,
    })
    .exitOverride()
    .addHelpText(
      'after',
      examples(
        [
          'ferrule network provision --client acme-corp --datacenter DC1 --size /24',
          'ask for a /24',
        ],
        ['ferrule events --follow', 'watch what happens'],
        ['ferrule status', 'is everything up?'],
      ) + `\n${EXITS}`,
    );
  const open = openSessions(terminal);
  addNetworkCommands(program, open);
  addDatacenterCommands(program, open);
  addRouterCommands(program, open);
  addIpamCommands(program, open);
  addJobCommands(program, open);
  addEventCommands(program, open);
  addWebhookCommands(program, open);
  addAlertRuleCommands(program, open);
  addKeyCommands(program, open);
  addWhoAmI(program, open);
  addTraceCommands(program, open);
  addDeadLetterCommands(program, open);
  addVerifyCommands(program, open);
  addStatusCommands(program, open);
  addRouterSimulatorCommand(program, open);
  return program;
};

const exitCodeOf = (error: unknown, terminal: Terminal): number => {
  // Commander has said what there is to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (terminal.stop.aborted) return 130;
  if (error instanceof Failure) {
    terminal.note(`ferrule: ${error.message}`);
    return error.exitCode;
  }
  terminal.note(`ferrule: ${errorText(error)}`);
  return error instanceof ConfigError ? EXIT.usage : EXIT.refused;
};

/** Runs one command line; the result is the exit code of the process. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    await programOf(terminal).parseAsync([...args], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof Failure && error.problem !== undefined && args.includes('--json'))
      terminal.print(JSON.stringify(error.problem));
    return exitCodeOf(error, terminal);
  }
};
