import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { programOf } from './program.ts';
import { recordingTerminal } from './spec-rig.ts';

const docs = join(import.meta.dirname, '../../../docs');
const GUIDES = [
  ...['network-provisioning-guide.md', 'troubleshooting-runbook.md', 'audit-guide.md'],
  'how-to/let-somebody-in.md',
];

/** Every command line of a document: a line of a block, or a piece of code in a sentence. */
const linesOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^ {4}(?:\$ )?|`)(?:npx )?ferrule (?<line>[a-z][^`\n#]*)/gmu)].map(
    ({ groups }) => (groups?.['line'] ?? '').trim(),
  );

/** The command that a line names, down to the last subcommand, and the words that are left of it. */
const commandOf = (
  command: Command,
  [word = '', ...words]: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } => {
  const [wanted = ''] = word.split('|');
  const found = command.commands.find(
    (one) => one.name() === wanted || one.aliases().includes(wanted),
  );
  return found ? commandOf(found, words) : { command, rest: [word, ...words] };
};

const optionsOf = (command: Command | null): readonly string[] =>
  command === null
    ? []
    : [...command.options.flatMap(({ long }) => long ?? []), ...optionsOf(command.parent)];

/** What is wrong with a line; nothing when it can be typed. */
const faultOf = (program: Command, line: string): string | undefined => {
  const { command, rest } = commandOf(program, line.split(/\s+/u));
  const [next = ''] = rest;
  const isGroup = command.commands.length > 0 && next !== '' && !next.startsWith('--');
  if (command === program || isGroup) return `there is no command ${line}`;
  const known = [...optionsOf(command), '--help'];
  const unknown = rest.find((word) => word.startsWith('--') && !known.includes(word));
  return unknown === undefined ? undefined : `${command.name()} has no option ${unknown}: ${line}`;
};

describe('what the guides tell an operator to type', () => {
  it.each(GUIDES)('in %s exists, with its options', async (name) => {
    const lines = linesOf(await readFile(join(docs, name), 'utf8'));
    const program = programOf(recordingTerminal().terminal);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.flatMap((line) => faultOf(program, line) ?? [])).toEqual([]);
  });

  it('would be seen to be wrong', () => {
    const program = programOf(recordingTerminal().terminal);
    expect(linesOf('    $ ferrule job shw x\nsee `ferrule job list --all`')).toEqual([
      ...['job shw x', 'job list --all'],
    ]);
    expect(faultOf(program, 'jobs')).toBe('there is no command jobs');
    expect(faultOf(program, 'job shw x')).toBe('there is no command job shw x');
    expect(faultOf(program, 'job list --all')).toBe('list has no option --all: job list --all');
  });
});
