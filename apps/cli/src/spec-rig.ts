import { Readable } from 'node:stream';
import { run } from './program.ts';
import type { Terminal } from './terminal.ts';

// For the specs of this app alone: a terminal that remembers, and a command line run against it.

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface TerminalOptions {
  readonly width?: number;
  readonly input?: string;
  /** What somebody types who is asked for a secret. */
  readonly typed?: string;
  readonly colour?: boolean;
  readonly stop?: AbortSignal;
  readonly onLine?: (line: string) => void;
  /** Somebody looks, and lines can be drawn over. */
  readonly draw?: (lines: readonly string[]) => void;
}

export const recordingTerminal = ({
  width,
  input = '',
  typed,
  colour = false,
  stop = new AbortController().signal,
  onLine,
  draw,
}: TerminalOptions = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    print: (line) => {
      out.push(line);
      onLine?.(line);
    },
    note: (line) => void err.push(line),
    progress: () => undefined,
    ...(draw && { draw }),
    paint: (style, text) => (colour ? `<${style}>${text}</>` : text),
    width,
    input: () => Promise.resolve(input),
    chunks: Readable.from([input]),
    write: (text) => {
      out.push(...text.split('\n').filter((line) => line !== ''));
      return Promise.resolve();
    },
    secret: () => Promise.resolve(typed),
    stop,
  };
  return { terminal, out, err };
};

export const ferrule = async (args: readonly string[], options?: TerminalOptions): Promise<Ran> => {
  const { terminal, out, err } = recordingTerminal(options);
  const code = await run(args, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
};
