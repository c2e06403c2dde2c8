import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EntryProof } from '@ferrule/audit-contracts';
import {
  ExportError,
  KeyError,
  Misfit,
  type Proof,
  proofFault,
  PublicKeys,
  type SignedCheckpoint,
  verifyExport,
  type Walked,
  type Witness,
} from '@ferrule/ledger-chain';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { EXIT, Failure, refused, usage } from '../failure.ts';
import type { OpenSession, Session } from '../session.ts';
import { linesOf } from './export-file.ts';

interface VerifyOptions {
  readonly export?: string;
  readonly archive?: string;
  readonly database?: string;
  readonly checkpoints?: readonly string[];
  readonly keys?: string;
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** Checkpoints that were kept outside; of the development stack its own file. */
const witnesses = async (
  given: readonly string[] | undefined,
  { stack }: Session,
  online: boolean,
): Promise<readonly Witness[]> => {
  const own = join(stack.data, 'audit', 'checkpoints.ndjson');
  const found = await readFile(own, 'utf8').catch(() => '');
  const files = given ?? (online && found !== '' && stack.facts !== undefined ? [own] : []);
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch(() => {
        throw usage(`--checkpoints: ${file} cannot be read.`);
      });
      return { name: basename(file), checkpoints: readCheckpointLines(text) };
    }),
  );
};

/** A line that a crash cut short stands whole on the next; one that is missing is found by its number. */
const readCheckpointLines = (text: string): readonly SignedCheckpoint[] =>
  text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as SignedCheckpoint];
    } catch {
      return [];
    }
  });

const readKeys = async (given: string | undefined): Promise<PublicKeys | undefined> => {
  if (given === undefined) return undefined;
  const text = given.includes(':') ? given : await readFile(given, 'utf8').catch(() => given);
  try {
    return PublicKeys.parse(text);
  } catch (error) {
    if (error instanceof KeyError) throw usage(`--keys: ${error.message}.`);
    throw error;
  }
};

const verify = async (options: VerifyOptions, session: Session): Promise<Walked> => {
  const { terminal } = session;
  const { export: file, checkpoints, keys } = options;
  const publicKeys = await readKeys(keys);
  const outside = await witnesses(checkpoints, session, file === undefined);
  const progress = (entries: number): void => terminal.progress(`${entries} entries fit …`);
  if (publicKeys === undefined)
    terminal.note('The keys are those that the ledger itself names; --keys names those you trust.');
  if (outside.length === 0)
    terminal.note('No checkpoint from outside was given: --checkpoints names a file of them.');
  if (file !== undefined)
    return verifyExport({ lines: () => linesOf(file), publicKeys, outside, progress });
  const { verifyDatabase } = await import('./ledger-database.ts');
  const url =
    options.database ??
    session.config.databaseUrl?.reveal() ??
    (await session.stack.databaseUrl('audit'));
  if (url === undefined)
    throw usage('Say what to verify: --export FILE, or --database URL of the ledger.');
  return verifyDatabase(url, { publicKeys, outside, progress });
};

/** An archive holds proofs: each stands by itself, and rests on the keys alone. */
const verifyArchive = async (file: string, keys: string | undefined): Promise<number> => {
  const publicKeys = await readKeys(keys);
  if (publicKeys === undefined) throw usage('An archive names no keys: say --keys.');
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    const fault = proofFault(readProof(line, number), publicKeys);
    if (fault !== undefined) throw refused(`line ${number} of ${file} does not fit: ${fault}.`);
  }
  return number;
};

const readProof = (line: string, number: number): Proof => {
  try {
    return JSON.parse(line) as Proof;
  } catch {
    throw refused(`line ${number} is cut off or no JSON.`);
  }
};

const addVerify = (audit: Command, open: OpenSession): void => {
  audit
    .command('verify')
    .description('walk chain, checkpoints and tombstones; name the first entry that does not fit')
    .option('--export <file>', 'of an export alone, without Ferrule')
    .option('--archive <file>', 'of bodies that left: each line proves itself')
    .option('--database <url>', 'a ledger elsewhere; better in FERRULE_CLI_DATABASE_URL')
    .option('--checkpoints <file>', 'kept outside the database; can be said again', several)
    .option('--keys <list>', 'public keys that you trust: id:base64,id:base64, or a file')
    .addHelpText(
      'after',
      examples(
        ['ferrule audit verify', 'the ledger of the development stack'],
        ['ferrule audit verify --export ledger.ndjson --checkpoints kept.ndjson', 'offline'],
      ),
    )
    .action(async (options: VerifyOptions, command: Command) => {
      const session = await open(command);
      const { json, printJson, terminal } = session;
      if (options.archive !== undefined) {
        const entries = await verifyArchive(options.archive, options.keys);
        if (json) printJson({ ok: true, entries });
        else terminal.print(`${terminal.paint('green', 'intact')}: ${entries} archived entries`);
        return;
      }
      try {
        const walked = await verify(options, session);
        terminal.progress('');
        if (json) printJson({ ok: true, ...walked });
        else
          terminal.print(
            `${terminal.paint('green', 'intact')}: ${walked.entries} entries, ` +
              `${walked.checkpoints} checkpoints, head ${walked.head}` +
              (walked.uncovered === 0 ? '' : `; the last ${walked.uncovered} are not covered yet`),
          );
      } catch (error) {
        terminal.progress('');
        if (error instanceof Misfit) {
          if (json) printJson({ ok: false, entry: error.entry, reason: error.reason });
          throw new Failure(`${error.message}.`, EXIT.refused);
        }
        if (error instanceof ExportError) throw refused(`${options.export}: ${error.message}.`);
        throw error;
      }
    });
};

const addProve = (audit: Command, open: OpenSession): void => {
  audit
    .command('prove')
    .description('a proof of one entry, for somebody who need not trust us')
    .argument('<ref>', 'the number of an entry, or the id of its event')
    .addHelpText(
      'after',
      examples(['ferrule audit prove 42 > proof.json', 'hand it on, with the public key']),
    )
    .action(async (ref: string, _: object, command: Command) => {
      const { api, printJson } = await open(command);
      printJson(
        await api().get<EntryProof>(`/api/v1/audit/events/${encodeURIComponent(ref)}/proof`),
      );
    });
};

const addKeys = (audit: Command, open: OpenSession): void => {
  audit
    .command('keys')
    .description('the public keys of checkpoints, to be kept elsewhere')
    .addHelpText(
      'after',
      examples(['ferrule audit keys --json', 'for whoever checks checkpoints elsewhere']),
    )
    .action(async (_: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const answer = await api().get<{ keys: string }>('/api/v1/audit/keys');
      if (json) printJson(answer);
      else terminal.print(answer.keys);
    });
};

export const addProofCommands = (audit: Command, open: OpenSession): void => {
  addVerify(audit, open);
  addProve(audit, open);
  addKeys(audit, open);
};
