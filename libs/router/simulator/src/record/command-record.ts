import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command without its values, which may be secrets: `/ip/address/add` with the names of its arguments. */
export interface CommandShape {
  readonly profile: string;
  readonly command: string;
  readonly names: readonly string[];
}

/** Whoever is tried rather than tested logs in as somebody else. */
const RECORDED_USER = 'ferrule';

/** Notes every shape once for each process; many processes write into one directory. */
export class CommandRecord {
  readonly #file: string | undefined;
  readonly #profile: string;
  readonly #known = new Set<string>();

  constructor(profile: string, directory: string | undefined) {
    this.#profile = profile;
    if (directory === undefined) return;
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, `${process.pid}.ndjson`);
  }

  note(user: string | undefined, [command = '', ...words]: readonly string[]): void {
    if (this.#file === undefined || user !== RECORDED_USER) return;
    const names = words
      .filter((word) => word.startsWith('='))
      .map((word) => /^=([^=]*)/u.exec(word)?.[1] ?? '')
      .sort();
    const shape: CommandShape = { profile: this.#profile, command, names };
    const line = JSON.stringify(shape);
    if (this.#known.has(line)) return;
    this.#known.add(line);
    appendFileSync(this.#file, `${line}\n`);
  }
}

/** Every shape in a directory, once. */
export const readRecord = (directory: string): readonly CommandShape[] => {
  const lines = readdirSync(directory)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'));
  return [...new Set(lines)]
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CommandShape);
};
