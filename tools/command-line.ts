import { build } from './check/build.ts';

/** What was typed, as `read` understands it; what it refuses ends the program, and says how it is used. */
export const readCommandLine = <Options>(
  read: (args: readonly string[]) => Options,
  usage = '',
): Options => {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(usage === '' ? why : `${why}\n\n${usage}`);
    return process.exit(2);
  }
};

/** The value of an option that is a whole number. */
export const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw new TypeError(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
};

/** Before a program imports what is built: a build that fails ends it. */
export const buildFirst = async (...projects: readonly string[]): Promise<void> => {
  const { ok, output } = await build(...projects);
  if (ok) return;
  console.error(output);
  process.exit(1);
};
