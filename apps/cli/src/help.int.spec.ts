import type { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { programOf } from './program.ts';
import { ferrule, recordingTerminal } from './spec-rig.ts';

/** Every command line that names a command, down to the last subcommand. */
const linesOf = (command: Command, line: string): readonly string[] => [
  line,
  ...command.commands.flatMap((one) => linesOf(one, `${line} ${one.name()}`)),
];

describe('help', () => {
  it.each(linesOf(programOf(recordingTerminal().terminal), 'ferrule'))(
    'of "%s" has an example',
    async (line) => {
      const { code, out } = await ferrule([...line.split(' ').slice(1), '--help']);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Examples:\n {2}# .+\n {2}${line}`, 'u'));
    },
  );

  it.each([
    ['netwrk'],
    ['network'],
    ['router maintenance dc1-r1'],
    ['router maintenance dc1-r1 --end --reason x'],
    ['router retire dc1-r1'],
    ['job show'],
    ['ipam search'],
    ['ipam allocate --client acme --dc DC1'],
    ['ipam release'],
    ['job list --limit 0'],
    ['dead-letters replay'],
    ['dead-letters purge 1 --all'],
  ])('is what "%s" needs: exit code 2 and a word on it', async (line) => {
    const { code, err } = await ferrule(['--data', 'nowhere', ...line.split(' ')]);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});
