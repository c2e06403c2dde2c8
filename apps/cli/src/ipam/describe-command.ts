import type { Command } from 'commander';
import { Argument } from 'commander';
import { examples } from '../arguments.ts';
import { usage } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import { networkPath, poolPath, prefixPath } from './paths.ts';
import { withLabels, type WordingOptions, wordingOf } from './wording-options.ts';

const PATHS = { network: networkPath, prefix: prefixPath, pool: poolPath } as const;

export const addDescribe = (ipam: Command, open: OpenSession): void => {
  withLabels(
    ipam
      .command('describe')
      .addArgument(new Argument('<kind>', 'what it is').choices(Object.keys(PATHS)))
      .argument('<id>', 'its id')
      .description(
        'say something else of it; what is not named stays, an empty text takes all away',
      ),
  )
    .option('--no-description', 'nothing')
    .addHelpText(
      'after',
      examples(
        [
          'ferrule ipam describe network net-6b1d2f8c0e9a4357 --tag pci --field rack=b12',
          'to find it by them: ferrule ipam search --field rack=b12',
        ],
        ['ferrule ipam describe pool DC1-lab --tag ""', 'no tags any more'],
      ),
    )
    .action(
      async (kind: keyof typeof PATHS, id: string, options: WordingOptions, command: Command) => {
        const { api, json, printJson, terminal } = await open(command);
        const body = wordingOf(options);
        if (Object.keys(body).length === 0)
          throw usage('say what: --description TEXT, --tag TAG or --field NAME=VALUE.');
        const asked = { method: 'PATCH', body } as const;
        const described = await api().ask<object>(PATHS[kind](id), asked);
        if (json) printJson(described);
        else terminal.print(`${terminal.paint('bold', id)} is described`);
      },
    );
};
