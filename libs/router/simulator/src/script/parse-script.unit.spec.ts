import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Trap } from '../menu/trap.ts';
import { catalogueFor } from '../profile/boot.ts';
import { boardOf } from '../profile/boards.ts';
import { profileOf } from '../profile/profile.ts';
import { ScriptParser } from './parse-script.ts';
import './script-commands.ts';

const catalogue = catalogueFor(profileOf('7.24', boardOf('CCR2116-12G-4S+')));

const tokens = (
  '/ ip address add set find where [ ] { } ( ) $ $x " \\ \n ; : :put :if :foreach :do do= else= in= -> = != ~ ' +
  '&& or ! - . , 1 10.0.0.1/24 1h *1A name= name=a comment="a b" # .. \\41 interface vlan print'
).split(' ');

describe('a script', () => {
  it('of whatever words is read or refused with a line and a column', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...tokens), fc.constantFrom('', ' ')), { maxLength: 20 }),
        (words) => {
          try {
            const text = words.flat().join('');
            expect([...new ScriptParser(text, catalogue).statements()].length).toBeLessThan(21);
          } catch (error) {
            expect(error).toBeInstanceOf(Trap);
            expect((error as Trap).message).toMatch(/\(line \d+ column \d+\)$/u);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each(['(', '{', '!', ':put [', ':if (true) do={', ':put (1 .'])(
    'of nothing but %j is refused, however long',
    (word) => {
      const text = `:put (${word.repeat(30_000)}`;
      expect(() => [...new ScriptParser(text, catalogue).statements()]).toThrow(Trap);
    },
  );
});
