import type { DeadLetter } from '@ferrule/messaging';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { refused, usage } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import { printable } from '../terminal.ts';

// The bus and what it takes are loaded by whoever uses them: they take longer than most commands.
const bus = () => import('./operator-bus.ts');

const sequence = wholeNumber(1, Number.MAX_SAFE_INTEGER);

interface Where {
  readonly nats?: string;
}

interface Which extends Where {
  readonly all?: true;
  readonly consumer?: string;
}

const typeOf = ({ headers }: DeadLetter): string => headers['ce-type']?.[0] ?? '';

const addList = (group: Command, open: OpenSession): void => {
  group
    .command('list')
    .description('what could not be handled, oldest first')
    .option('--consumer <name>', 'only those of one consumer')
    .option('--after <id>', 'from this one on', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--limit <n>', 'how many', wholeNumber(1, 10_000), 50)
    .option('--nats <url>', 'where NATS answers')
    .addHelpText(
      'after',
      examples(['ferrule dead-letters list --consumer ipam-commands', 'of ipam']),
    )
    .action(
      async (
        { nats, ...query }: Where & { consumer?: string; after?: number; limit: number },
        command: Command,
      ) => {
        const session = await open(command);
        const { json, printJson, terminal } = session;
        await (
          await bus()
        ).withDeadLetters(session, nats, async (letters) => {
          const page = await letters.list(query);
          if (json) {
            printJson(page);
            return;
          }
          new Table<DeadLetter>(terminal, [
            { title: 'ID', text: (letter) => String(letter.sequence) },
            { title: 'TIME (UTC)', text: ({ at }) => time(at), least: 13, keeps: 'end' },
            { title: 'CONSUMER', text: ({ consumer }) => consumer, least: 10 },
            { title: 'TYPE', text: typeOf, least: 10 },
            { title: 'TRIES', text: ({ deliveries }) => String(deliveries) },
            { title: 'REASON', text: ({ reason }) => reason, least: 15 },
          ]).print(page.letters);
          if (page.total === 0) terminal.note('There are no dead letters.');
          if (page.next !== undefined)
            terminal.note(
              `${page.letters.length} of ${page.total}; more with --after ${page.next}`,
            );
        });
      },
    );
};

const addShow = (group: Command, open: OpenSession): void => {
  group
    .command('show')
    .argument('<id>', 'its number in the list', sequence)
    .description('one of them: why, from where, its headers and body')
    .option('--nats <url>', 'where NATS answers')
    .addHelpText('after', examples(['ferrule dead-letters show 17', 'number 17 of the list']))
    .action(async (id: number, { nats }: Where, command: Command) => {
      const session = await open(command);
      const { json, printJson, terminal } = session;
      await (
        await bus()
      ).withDeadLetters(session, nats, async (letters) => {
        const letter = await letters.show(id);
        if (letter === undefined) throw refused(`there is no dead letter ${id}.`);
        if (json) {
          printJson(letter);
          return;
        }
        const headers = Object.entries(letter.headers);
        terminal.print(terminal.paint('bold', `dead letter ${id}`));
        printFacts(terminal, [
          ['reason', letter.reason],
          [
            'error',
            letter.error && `${letter.error.code ?? letter.error.name}: ${letter.error.message}`,
          ],
          ['consumer', letter.consumer],
          ['tries', letter.deliveries],
          ['since', time(letter.at)],
          ['subject', letter.subject],
          ['came from', `${letter.stream}#${letter.streamSequence}`],
          ['bytes cut off', letter.bytesMissing || null],
        ]);
        terminal.print('');
        printFacts(
          terminal,
          headers.map(([name, values]) => [name, values.join(', ')]),
        );
        if (headers.length > 0) terminal.print('');
        terminal.print(printable(letter.body));
      });
    });
};

/** One, one consumer's, or all of them: never by leaving something out. */
const chosen = (id: number | undefined, { all, consumer }: Which): 'one' | 'many' => {
  const given = [id !== undefined, all === true || consumer !== undefined].filter(Boolean).length;
  if (given !== 1) throw usage('say which: an id, --consumer NAME or --all.');
  return id === undefined ? 'many' : 'one';
};

const addReplay = (group: Command, open: OpenSession): void => {
  group
    .command('replay')
    .argument('[id]', 'its number in the list', sequence)
    .description('publish again where it came from, and take it off the list')
    .option('--all', 'every one that is there now')
    .option('--consumer <name>', 'every one of a consumer')
    .option('--nats <url>', 'where NATS answers')
    .addHelpText(
      'after',
      examples(
        ['ferrule dead-letters replay 17', 'this one'],
        ['ferrule dead-letters replay --consumer ipam-commands', 'those of ipam'],
      ),
    )
    .action(async (id: number | undefined, options: Which, command: Command) => {
      const which = chosen(id, options);
      const session = await open(command);
      const { json, printJson, terminal } = session;
      await (
        await bus()
      ).withDeadLetters(session, options.nats, async (letters) => {
        if (id !== undefined && (await letters.show(id)) === undefined)
          throw refused(`there is no dead letter ${id}.`);
        const replayed =
          which === 'one' && id !== undefined
            ? [await letters.replay(id)]
            : await letters.replayAll(options.consumer);
        if (json) printJson({ replayed });
        else {
          for (const one of replayed) terminal.print(`${one.sequence} → ${printable(one.subject)}`);
          terminal.note(`Replayed ${replayed.length}.`);
        }
      });
    });
};

const addPurge = (group: Command, open: OpenSession): void => {
  group
    .command('purge')
    .argument('[id]', 'its number in the list', sequence)
    .description('delete for good')
    .option('--all', 'every one')
    .option('--consumer <name>', 'every one of a consumer')
    .option('--nats <url>', 'where NATS answers')
    .addHelpText('after', examples(['ferrule dead-letters purge 17', 'this one']))
    .action(async (id: number | undefined, options: Which, command: Command) => {
      chosen(id, options);
      const { consumer } = options;
      const session = await open(command);
      const { json, printJson, terminal } = session;
      await (
        await bus()
      ).withDeadLetters(session, options.nats, async (letters) => {
        if (id !== undefined && (await letters.show(id)) === undefined)
          throw refused(`there is no dead letter ${id}.`);
        const purged = await letters.purge(
          id === undefined ? { ...(consumer !== undefined && { consumer }) } : { sequence: id },
        );
        if (json) printJson({ purged });
        else terminal.note(`Deleted ${purged}.`);
      });
    });
};

export const addDeadLetterCommands = (program: Command, open: OpenSession): void => {
  const group = program
    .command('dead-letters')
    .description('messages that no consumer could handle')
    .addHelpText(
      'after',
      examples(
        ['ferrule dead-letters list', 'what lies there, and why'],
        ['ferrule dead-letters replay --all', 'once the cause is gone'],
      ),
    );
  addList(group, open);
  addShow(group, open);
  addReplay(group, open);
  addPurge(group, open);
};
