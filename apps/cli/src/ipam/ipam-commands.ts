import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addAllocate, addRelease } from './allocation-commands.ts';
import { addFree } from './free-command.ts';
import { addSearch, addWhoHas } from './holding-commands.ts';
import { addImportCommands } from './import-commands.ts';
import { addNames } from './names-command.ts';
import { addPoolCommands } from './pool-commands.ts';
import { addTree } from './tree-command.ts';

export const addIpamCommands = (program: Command, open: OpenSession): void => {
  const ipam = program
    .command('ipam')
    .description('addresses: how full everything is, who has what, take some')
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam tree', 'how full everything is'],
        ['ferrule ipam whohas 172.16.150.7 --at 2026-11-01', 'who had it that day'],
      ),
    );
  addTree(ipam, open);
  addFree(ipam, open);
  addWhoHas(ipam, open);
  addSearch(ipam, open);
  addNames(ipam, open);
  addPoolCommands(ipam, open);
  addAllocate(ipam, open);
  addRelease(ipam, open);
  addImportCommands(ipam, open);
};
