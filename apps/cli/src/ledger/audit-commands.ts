import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addExportCommand } from './export-command.ts';
import { addPastCommands } from './past-commands.ts';
import { addProofCommands } from './proof-commands.ts';
import { addRetentionCommand } from './retention-command.ts';
import { addSearchCommands } from './search-commands.ts';
import { addTailCommand } from './tail-command.ts';

/** Everything that asks the ledger, and everything that checks it. */
export const addAuditCommands = (program: Command, open: OpenSession): void => {
  const audit = program
    .command('audit')
    .description('what happened, who did it, and the proof that it is all of it')
    .addHelpText(
      'after',
      examples(
        ['ferrule audit tail', 'watch the ledger grow'],
        ['ferrule audit search --address 172.16.1.20 --from 2026-01-01', 'what had to do with it'],
        ['ferrule audit timeline net-6b1d2f8c0e9a4357', "a network's whole life"],
        ['ferrule audit export --out ledger.ndjson', 'everything, in a file that proves itself'],
        ['ferrule audit verify --export ledger.ndjson', 'check such a file, without Ferrule'],
      ),
    );
  addTailCommand(audit, open);
  addSearchCommands(audit, open);
  addPastCommands(audit, open);
  addExportCommand(audit, open);
  addProofCommands(audit, open);
  addRetentionCommand(audit, open);
};
