import { readFile } from 'node:fs/promises';
import { errorText } from './error-code.ts';
import { usage } from './failure.ts';
import type { Terminal } from './terminal.ts';

const withoutEnd = (text: string): string => text.replace(/\r?\n$/u, '');

/** Never an argument: those are seen by everybody on the machine, and kept in the shell's history. */
export const readSecret = async (
  terminal: Terminal,
  file: string | undefined,
  { option, question }: { readonly option: string; readonly question: string },
): Promise<string> => {
  if (file === '-') return withoutEnd(await terminal.input());
  if (file !== undefined) return readSecretFile(file, option);
  const typed = await terminal.secret(question);
  if (typed !== undefined) return typed;
  throw usage(`nobody is there to type it: say where it is with ${option} FILE, or ${option} -.`);
};

export const readSecretFile = async (file: string, option: string): Promise<string> => {
  try {
    return withoutEnd(await readFile(file, 'utf8'));
  } catch (error) {
    throw usage(`${option} ${file}: ${errorText(error)}.`);
  }
};
