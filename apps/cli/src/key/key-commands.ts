import type { KeyView } from '@ferrule/api-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { printKeys, showKey } from './key-display.ts';
import { addIssue, addRotate } from './new-key-commands.ts';
import { KEYS, pathOf } from './paths.ts';

const addList = (key: Command, open: OpenSession): void => {
  key
    .command('list')
    .description('all keys, never with what they are')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule key list', 'who may do what, and who still does']))
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: keys, next } = await collect<KeyView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ keys: readonly KeyView[]; next: string | null }>(KEYS, {
            limit: size,
            cursor,
          });
          return { items: page.keys, next: page.next };
        },
      );
      if (json) {
        printJson({ keys, next });
        return;
      }
      printKeys({ terminal }, keys);
      if (keys.length === 0) terminal.note('There are no keys.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

const addShow = (key: Command, open: OpenSession): void => {
  key
    .command('show')
    .argument('<key>', 'its id: the part between the underscores')
    .description('one key, what it is for and when it was last used')
    .addHelpText('after', examples(['ferrule key show 1f0c9a7e5d3b4826', 'is it still in use?']))
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const view = await api().get<KeyView>(pathOf(id));
      if (json) printJson(view);
      else showKey(terminal, view);
    });
};

const addRevoke = (key: Command, open: OpenSession): void => {
  key
    .command('revoke')
    .argument('<key>', 'its id')
    .description('refuse it from now on, for good')
    .option('--reason <text>', 'why, for whoever reads the trail')
    .addHelpText(
      'after',
      examples(['ferrule key revoke 1f0c9a7e5d3b4826 --reason "it was in a log"', 'at once']),
    )
    .action(async (id: string, { reason }: { reason?: string }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const query = reason === undefined ? '' : `?${new URLSearchParams({ reason }).toString()}`;
      await api().ask(pathOf(id) + query, { method: 'DELETE' });
      if (json) printJson({ keyId: id, status: 'revoked' });
      else terminal.print(`${terminal.paint('bold', id)} is refused from now on`);
    });
};

export const addKeyCommands = (program: Command, open: OpenSession): void => {
  const key = program
    .command('key')
    .description('API keys: who is let in, and for what')
    .addHelpText('after', examples(['ferrule key list', 'all of them']));
  addList(key, open);
  addShow(key, open);
  addIssue(key, open);
  addRotate(key, open);
  addRevoke(key, open);
};
