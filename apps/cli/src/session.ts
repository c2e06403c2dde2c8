import type { Command } from 'commander';
import { ApiClient } from './api-client.ts';
import { type CliConfig, cliConfig } from './config.ts';
import { findCredential } from './credential.ts';
import { unreachable, usage } from './failure.ts';
import { findDevStack, type DevStack } from './running-stack.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly api?: string;
  readonly keyFile?: string;
  readonly actFor?: string;
  readonly data?: string;
  readonly json?: true;
}

/** What a command works with. */
export interface Session {
  readonly terminal: Terminal;
  readonly config: CliConfig;
  readonly stack: DevStack;
  /** Whether a machine reads the answer. */
  readonly json: boolean;
  readonly api: () => ApiClient;
  /** The answer for a machine: one document a line. */
  readonly printJson: (value: unknown) => void;
}

export type OpenSession = (command: Command) => Promise<Session>;

const apiUrl = (given: string | undefined, { api }: CliConfig, { facts }: DevStack): string => {
  if (given !== undefined) {
    if (!/^https?:\/\//u.test(given) || !URL.canParse(given))
      throw usage(`--api must be a URL such as http://127.0.0.1:8080, not ${given}.`);
    return given;
  }
  if (api !== undefined) return api;
  if (facts !== undefined && facts.api === undefined)
    throw unreachable(
      `Ferrule is still starting here (process ${facts.pid}). Try again in a moment.`,
    );
  return facts?.api ?? 'http://127.0.0.1:8080';
};

export const openSessions =
  (terminal: Terminal): OpenSession =>
  async (command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    const config = cliConfig();
    const stack = await findDevStack(options.data ?? config.data);
    const credentialFor = await findCredential(options.keyFile, config, stack);
    return {
      terminal,
      config,
      stack,
      json: options.json === true,
      api: () => {
        const base = apiUrl(options.api, config, stack);
        return new ApiClient({
          base,
          credential: credentialFor(base),
          tenant: options.actFor ?? config.actFor,
          advice: 'Start Ferrule with npm start, or say where its API is with --api URL.',
          note: (line) => terminal.note(line),
          stop: terminal.stop,
        });
      },
      printJson: (value) => terminal.print(JSON.stringify(value)),
    };
  };
