import { readFile } from 'node:fs/promises';
import { errorText } from './error-code.ts';
import { usage } from './failure.ts';
import type { Terminal } from './terminal.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON document, which options win over; none without a file. */
export const readOrder = async (terminal: Terminal, file: string | undefined): Promise<Fields> => {
  if (file === undefined) return {};
  const name = file === '-' ? 'the standard input' : file;
  try {
    const text = file === '-' ? await terminal.input() : await readFile(file, 'utf8');
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Fields;
  } catch (error) {
    throw usage(`${name} cannot be read: ${errorText(error)}.`);
  }
  throw usage(`${name} must hold a JSON object.`);
};

/** Only what was said. */
export const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
