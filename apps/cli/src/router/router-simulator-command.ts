import type { ServeOptions } from '@ferrule/router-simulator-core';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { usage } from '../failure.ts';
import type { OpenSession } from '../session.ts';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

export const addRouterSimulatorCommand = (program: Command, open: OpenSession): void => {
  program
    .command('router-simulator')
    .description('a simulated MikroTik router on this machine, until Ctrl-C')
    .option('--profile <version>', 'the RouterOS that it says it is: 7.16 to 7.24', '7.24')
    .option('--board <name>', 'CCR2116-12G-4S+, RB5009 or CHR', 'CCR2116-12G-4S+')
    .option('--port <port>', 'where the API listens; 0 takes a free one', '8728')
    .option('--tls-port <port>', 'API-SSL as well, with a certificate of its own')
    .option('--control-port <port>', 'HTTP for faults, journal and state')
    .option(
      '--state <file>',
      'start from this file where there is one, and save to it soon after each change',
    )
    .option('--user <name:password>', 'who may log in; again for more; admin unless given', collect)
    .option('--menus <file>', 'also serve the menus of this reference file')
    .addHelpText(
      'after',
      examples(
        ['ferrule router-simulator --state r1.json', 'a router that remembers'],
        [
          'ferrule router-simulator --profile 7.16 --board CHR --port 0 --control-port 9728',
          'an older one, on a free port, for tests',
        ],
      ),
    )
    .action(async (options: ServeOptions, command: Command) => {
      const { json, printJson, terminal } = await open(command);
      const { servedText, serveSimulator, SimulatorRefusal } =
        await import('@ferrule/router-simulator-core');
      try {
        await serveSimulator(options, terminal.stop, (served) => {
          if (json) printJson(served);
          else terminal.print(servedText(served));
        });
      } catch (error) {
        throw error instanceof SimulatorRefusal ? usage(`${error.message}.`) : error;
      }
    });
};
