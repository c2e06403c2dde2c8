import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { addAllocate, addRelease } from './allocation-commands.ts';
import { addAddressCommands } from './address-commands.ts';
import { addDescribe } from './describe-command.ts';
import { addExport } from './export-command.ts';
import { addFree } from './free-command.ts';
import { addHeld, addSearch, addWhoHas } from './holding-commands.ts';
import { addImportCommands } from './import-commands.ts';
import { addNames } from './names-command.ts';
import { addNumberCommands } from './number-commands.ts';
import { addPoolCommands } from './pool-commands.ts';
import { addPrefixCommands } from './prefix-commands.ts';
import { addQuotaCommands } from './quota-commands.ts';
import { addSupernetCommands } from './supernet-commands.ts';
import { addTree } from './tree-command.ts';
import { addVlanCommands } from './vlan-commands.ts';
import { addVrfCommands } from './vrf-commands.ts';

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
  addHeld(ipam, open);
  addSearch(ipam, open);
  addNames(ipam, open);
  addPoolCommands(ipam, open);
  addAllocate(ipam, open);
  addRelease(ipam, open);
  addPrefixCommands(ipam, open);
  addAddressCommands(ipam, open);
  addDescribe(ipam, open);
  addVrfCommands(ipam, open);
  addSupernetCommands(ipam, open);
  addVlanCommands(ipam, open);
  addQuotaCommands(ipam, open);
  addNumberCommands(ipam, open);
  addExport(ipam, open);
  addImportCommands(ipam, open);
};
