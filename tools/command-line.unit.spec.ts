import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readCommandLine, wholeNumber } from './command-line.ts';

afterEach(() => void jest.restoreAllMocks());

describe('a whole number', () => {
  it('is taken between its bounds', () => {
    expect([wholeNumber('lanes', '1', 1, 32), wholeNumber('lanes', '32', 1, 32)]).toEqual([1, 32]);
  });

  it.each(['0', '33', '1.5', '-1', 'many', '1e99'])('is not %s', (text) => {
    expect(() => wholeNumber('lanes', text, 1, 32)).toThrow(
      `--lanes is a whole number from 1 to 32, not ${text}`,
    );
  });
});

describe('a command line', () => {
  it('that is refused ends the program, and says why and how it is used', () => {
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const said = jest.spyOn(console, 'error').mockReturnValue(undefined);
    const refuse = (): never => {
      throw new TypeError('--lanes is no word');
    };
    readCommandLine(refuse, 'npm run it');
    readCommandLine(refuse);
    expect(said.mock.calls).toEqual([['--lanes is no word\n\nnpm run it'], ['--lanes is no word']]);
    expect(exit.mock.calls).toEqual([[2], [2]]);
  });
});
