import type { Command } from 'commander';
import { usage } from '../failure.ts';
import { type Fields, given } from '../order-file.ts';

export interface WordingOptions {
  /** False when `--no-description` was given. */
  readonly description?: string | false;
  /** False when `--no-tags` was given. */
  readonly tags?: false;
  readonly tag?: readonly string[];
  readonly field?: readonly string[];
}

export const withLabels = (command: Command): Command =>
  command
    .option('--description <text>', 'one line for people')
    .option('--tag <tag...>', 'to find it again; all of them')
    .option('--field <name=value...>', 'custom fields; all of them');

const fieldsOf = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at <= 0) throw usage(`--field ${text} must be NAME=VALUE, such as rack=b12.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );

export const wordingOf = ({ description, tag, field }: WordingOptions): Fields =>
  given({
    description: description === false ? null : description,
    tags: tag?.filter((one) => one !== ''),
    fields: field && fieldsOf(field.filter((one) => one !== '')),
  });
