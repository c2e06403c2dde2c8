import { randomBytes } from 'node:crypto';
import type { Env } from './service-process.ts';
import type { Service } from './use-services.ts';

/** The first key of an API that a spec starts: everything is open to it. */
export const KEY = `fk_spec_${randomBytes(32).toString('hex')}`;

/** What a request shows to be let in. */
export const AUTHORIZED: Readonly<Record<string, string>> = { authorization: `Bearer ${KEY}` };

/** The same for the command line. */
export const CLI_KEY: Env = { FERRULE_CLI_KEY: KEY };

/** The API, as a spec starts it. */
export const API: Service = {
  app: 'api',
  context: 'api',
  settings: { FERRULE_API_FIRST_KEY: KEY },
};
