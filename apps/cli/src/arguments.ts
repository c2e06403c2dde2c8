import { InvalidArgumentError } from 'commander';

/** A whole number from `least` to `most`, or an explanation. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** Examples below a help text, each after what it does. */
export const examples = (
  ...lines: readonly (readonly [command: string, meaning: string])[]
): string => {
  const shown = lines.map(([command, meaning]) => `  # ${meaning}\n  ${command}`);
  return `\nExamples:\n${shown.join('\n')}`;
};
