import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const drawn = (): string => randomBytes(18).toString('base64url');

/** A key of the API, as an admin of the demo sends it. */
export const drawnKey = (): string => `fk_first_${randomBytes(32).toString('hex')}`;

/** A password for each name, drawn once and kept beside the data, readable by its owner only. */
export class Passwords {
  readonly file: string;
  #known: Record<string, string> = {};

  constructor(directory: string) {
    this.file = join(directory, 'passwords.json');
  }

  /** What is no password is drawn as it is told. */
  async load(
    names: readonly string[],
    others: Readonly<Record<string, () => string>> = {},
  ): Promise<void> {
    try {
      this.#known = JSON.parse(await readFile(this.file, 'utf8')) as Record<string, string>;
    } catch {
      this.#known = {}; // the first start
    }
    for (const name of names) this.#known[name] ??= drawn();
    for (const [name, draw] of Object.entries(others)) this.#known[name] ??= draw();
    await mkdir(join(this.file, '..'), { recursive: true });
    await writeFile(this.file, `${JSON.stringify(this.#known, undefined, 2)}\n`, { mode: 0o600 });
  }

  of(name: string): string {
    const password = this.#known[name];
    if (password === undefined) throw new Error(`no password was drawn for ${name}`);
    return password;
  }
}
