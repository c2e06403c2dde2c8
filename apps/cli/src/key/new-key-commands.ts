import { type FileHandle, open as openFile, rm } from 'node:fs/promises';
import type { KeyView } from '@ferrule/api-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { errorText } from '../error-code.ts';
import { usage } from '../failure.ts';
import type { OpenSession, Session } from '../session.ts';
import { showKey } from './key-display.ts';
import { KEYS, pathOf } from './paths.ts';

interface NewKey {
  readonly key: KeyView;
  readonly secret: string;
}

interface Out {
  readonly out?: string;
}

const TO_FILE = [
  '--out <file>',
  'write the key there, for its owner alone, and do not show it',
] as const;

/** Made before the key is: what is shown once must have somewhere to go. */
const fileFor = async (path: string): Promise<FileHandle> => {
  try {
    return await openFile(path, 'wx', 0o600);
  } catch (error) {
    throw usage(`--out ${path}: ${errorText(error)}.`);
  }
};

const tell = async (session: Session, made: NewKey, file: FileHandle | undefined) => {
  const { json, printJson, terminal } = session;
  await file?.writeFile(`${made.secret}\n`);
  if (json) {
    printJson(file === undefined ? made : { key: made.key });
    return;
  }
  showKey(terminal, made.key);
  if (file !== undefined) return;
  // On a line of its own, so that it can be taken from there.
  terminal.note('The key itself, which is shown this once:');
  terminal.print(made.secret);
};

const make = async (session: Session, path: string, body: object, { out }: Out): Promise<void> => {
  const api = session.api();
  const file = out === undefined ? undefined : await fileFor(out);
  try {
    await tell(session, await api.ask<NewKey>(path, { method: 'POST', body }), file);
  } catch (error) {
    if (out !== undefined) await rm(out);
    throw error;
  } finally {
    await file?.close();
  }
};

interface IssueOptions extends Out {
  readonly role: string;
  readonly tenant?: readonly string[];
  readonly dc?: readonly string[];
  readonly expires?: string;
}

export const addIssue = (key: Command, open: OpenSession): void => {
  key
    .command('issue')
    .argument('<name>', 'what is done with it is written down under this')
    .description('let somebody in; prints the key')
    .requiredOption('--role <role>', 'viewer, operator, admin or auditor')
    .option('--tenant <id...>', 'for these tenants alone')
    .option('--dc <id...>', 'for these datacenters alone')
    .option('--expires <time>', 'refused from then on, such as 2027-01-31T00:00:00Z')
    .option(...TO_FILE)
    .addHelpText(
      'after',
      examples(
        ['ferrule key issue billing --role operator --tenant acme --out billing.key', 'a system'],
        ['ferrule key issue ada --role auditor --expires 2027-01-31T00:00:00Z', 'for a while'],
      ),
    )
    .action(async (name: string, options: IssueOptions, command: Command) => {
      const { role, tenant, dc, expires } = options;
      const body = {
        ...{ name, role },
        ...(tenant !== undefined && { tenants: tenant }),
        ...(dc !== undefined && { datacenters: dc }),
        ...(expires !== undefined && { expiresAt: expires }),
      };
      await make(await open(command), KEYS, body, options);
    });
};

export const addRotate = (key: Command, open: OpenSession): void => {
  key
    .command('rotate')
    .argument('<key>', 'its id')
    .description('draw it anew; for a while it is taken as it was before, too')
    .option('--overlap <seconds>', 'for how long', wholeNumber(0, 30 * 86_400), 86_400)
    .option(...TO_FILE)
    .addHelpText(
      'after',
      examples(
        ['ferrule key rotate 1f0c9a7e5d3b4826 --overlap 3600', 'an hour to change over'],
        ['ferrule key rotate 1f0c9a7e5d3b4826 --overlap 0 --out new.key', 'at once'],
      ),
    )
    .action(
      async (id: string, { overlap, ...out }: Out & { overlap: number }, command: Command) => {
        await make(await open(command), pathOf(id, 'rotate'), { overlapSeconds: overlap }, out);
      },
    );
};
