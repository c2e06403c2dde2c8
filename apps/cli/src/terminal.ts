import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { text as readAll } from 'node:stream/consumers';

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

/** Where a command's words go. A spec gives one of its own. */
export interface Terminal {
  /** One line of what was asked for. */
  print(line: string): void;
  /** One line about how it went, beside the answer. */
  note(line: string): void;
  /** A line that the next one replaces; only people at a terminal see it. */
  progress(line: string): void;
  /**
   * Lines that stand in the place of those drawn before, none longer than `width`; absent where
   * nothing can be drawn over, and lines are printed as they come.
   */
  readonly draw?: (lines: readonly string[]) => void;
  paint(colour: Colour, text: string): string;
  /** How many characters a line holds; undefined when nobody looks at its end. */
  readonly width: number | undefined;
  /** Everything on the standard input. */
  input(): Promise<string>;
  /** The same as it comes. */
  readonly chunks: AsyncIterable<string>;
  /** A part of what was asked for, as it is; kept once whoever reads has room for more. */
  write(text: string): Promise<void>;
  /** What somebody types without its being seen; undefined where nobody is there to type. */
  secret(question: string): Promise<string | undefined>;
  /** Ended by Ctrl-C. */
  readonly stop: AbortSignal;
}

/** What a service passes on may hold what a terminal obeys: escape sequences, line ends. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');

export const processTerminal = (noColour: boolean, stop: AbortSignal): Terminal => {
  const { stdout, stderr, stdin } = process;
  const colour = stdout.isTTY && !noColour;
  let drawn = 0;
  const draw = (lines: readonly string[]): void => {
    const back = drawn > 0 ? `\u001B[${drawn}A` : '';
    const rest = '\u001B[J';
    drawn = lines.length;
    stdout.write(`${back}\r${lines.map((line) => `${line}\u001B[K\n`).join('')}${rest}`);
  };
  const clear = stderr.isTTY ? '\r\u001B[K' : '';
  return {
    print: (line) => {
      drawn = 0;
      stdout.write(`${line}\n`);
    },
    note: (line) => void stderr.write(`${clear}${line}\n`),
    progress: (line) => {
      if (stderr.isTTY) stderr.write(`${clear}${line}`);
    },
    ...(stdout.isTTY && { draw }),
    paint: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
    width: stdout.isTTY ? stdout.columns : undefined,
    input: () => readAll(stdin),
    chunks: stdin.setEncoding('utf8'),
    write: async (text) => {
      if (!stdout.write(text)) await once(stdout, 'drain', { signal: stop });
    },
    secret: async (question) => {
      if (!stdin.isTTY) return undefined;
      stderr.write(question);
      const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
      const reader = createInterface({ input: stdin, output: unseen, terminal: true });
      // While keys are read one by one, Ctrl-C is one of them.
      reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return await reader.question('', { signal: stop });
      } finally {
        reader.close();
        stderr.write('\n');
      }
    },
    stop,
  };
};
