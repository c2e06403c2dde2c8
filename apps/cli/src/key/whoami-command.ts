import type { Me } from '@ferrule/api-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, time } from '../table.ts';
import { listOrAll } from './key-display.ts';

export const addWhoAmI = (program: Command, open: OpenSession): void => {
  program
    .command('whoami')
    .description('as whom the API knows you, and what you may do')
    .addHelpText('after', examples(['ferrule whoami', 'which key is it, and what is it for?']))
    .action(async (_options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const me = await api().get<Me>('/api/v1/me');
      if (json) {
        printJson(me);
        return;
      }
      terminal.print(`${terminal.paint('bold', me.actor)}, ${me.role}`);
      printFacts(terminal, [
        ['may', me.rights.join(', ')],
        ['acts for', me.tenant],
        ['tenants', listOrAll(me.tenants)],
        ['datacenters', listOrAll(me.datacenters)],
        ['key', me.keyId],
        ['expires', me.expiresAt === null ? 'never' : time(me.expiresAt)],
      ]);
    });
};
