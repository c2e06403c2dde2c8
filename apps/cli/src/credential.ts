import { Secret } from '@ferrule/config';
import type { CliConfig } from './config.ts';
import { usage } from './failure.ts';
import type { DevStack } from './running-stack.ts';
import { readSecretFile } from './secret.ts';

/** What a caller shows to be let in: a key of Ferrule's, or a token of whoever it trusts. */
export interface Credential {
  /** Undefined when there is none to show. */
  readonly key: Secret | undefined;
  /** Where it was found, for whoever is refused with it. */
  readonly from: string;
}

const NONE: Credential = { key: undefined, from: 'nowhere' };

/** A header takes nothing else, and what refuses it would quote it. */
const checked = (key: string, from: string): Credential => {
  if (/^[\x21-\x7E]{1,8192}$/u.test(key)) return { key: new Secret(key), from };
  throw usage(`${from} does not hold a key: it must be one word, such as fk_….`);
};

/** The key that somebody gave; without one, that of the development stack for its own API alone. */
export const findCredential = async (
  keyFile: string | undefined,
  { key }: Pick<CliConfig, 'key'>,
  { facts, password }: Pick<DevStack, 'facts' | 'password'>,
): Promise<(api: string) => Credential> => {
  if (keyFile !== undefined) {
    const given = checked(await readSecretFile(keyFile, '--key-file'), `--key-file ${keyFile}`);
    return () => given;
  }
  if (key !== undefined) {
    const given = checked(key.reveal(), 'FERRULE_CLI_KEY');
    return () => given;
  }
  const found = facts === undefined ? undefined : await password('api:first-key');
  if (found === undefined) return () => NONE;
  const own = checked(found, 'the development stack here');
  return (api) => (api === facts?.api ? own : NONE);
};
