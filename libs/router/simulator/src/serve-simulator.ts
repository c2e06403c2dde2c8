import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { startControlPort } from './fault/control-port.ts';
import { SimulatorRefusal } from './refusal.ts';
import type { BoardName } from './profile/boards.ts';
import type { ProfileName } from './profile/profile.ts';
import type { User } from './server/accounts.ts';
import { startSimulator } from './start-simulator.ts';
import type { Simulator } from './start-simulator.ts';

/** The options of a command line, as somebody typed them. */
export interface ServeOptions {
  readonly profile?: string;
  readonly board?: string;
  readonly port?: string;
  readonly tlsPort?: string;
  readonly controlPort?: string;
  readonly state?: string;
  readonly user?: readonly string[];
  readonly menus?: string;
}

/** Where everything listens, for a machine to read. */
export interface Served {
  readonly version: string;
  readonly board: string;
  readonly port: number;
  readonly tlsPort?: number;
  readonly fingerprint?: string;
  readonly controlPort?: number;
  readonly state?: string;
  /** Who may log in, in words. */
  readonly login: string;
}

const readPort = (text: string | undefined, option: string): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/u.test(text) && Number(text) <= 65_535) return Number(text);
  throw new SimulatorRefusal(`--${option} must be a port from 0 to 65535, not ${text}`);
};

const readUser = (text: string): User => {
  const colon = text.indexOf(':');
  if (colon < 1)
    throw new SimulatorRefusal(
      `--user must be name:password, the password may be empty, not ${text}`,
    );
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
};

const loginOf = (users: readonly User[], isLoaded: boolean): string => {
  if (users.length > 0) return `as ${users.map(({ name }) => name).join(', ')}`;
  return isLoaded ? 'as the state file says' : 'as admin, without a password';
};

/** Hours of work are not lost at the end because the file could never have been written. */
const checkState = (file: string): string => {
  const path = resolve(file);
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
  } catch {
    throw new SimulatorRefusal(`the state file ${file} cannot be written`);
  }
  return path;
};

const factsOf = (
  { port, tls, router }: Simulator,
  login: string,
  controlPort: number | undefined,
  state: string | undefined,
): Served => ({
  version: router.profile.versionText,
  board: router.profile.board.name,
  port,
  ...(tls === undefined ? {} : { tlsPort: tls.port, fingerprint: tls.fingerprint }),
  ...(controlPort === undefined ? {} : { controlPort }),
  ...(state === undefined ? {} : { state }),
  login,
});

/** What `Served` says, for people. */
export const servedText = (served: Served): string => {
  const { version, board, port, tlsPort, fingerprint, controlPort, state, login } = served;
  const line = (name: string, value: string) => `  ${name.padEnd(9)} ${value}`;
  return [
    `A simulated ${board} with RouterOS ${version}.`,
    '',
    line('API', `127.0.0.1:${port}`),
    ...(tlsPort === undefined
      ? []
      : [
          line('API-SSL', `127.0.0.1:${tlsPort}`),
          line('', `certificate SHA-256 ${fingerprint ?? ''}`),
        ]),
    line('log in', login),
    ...(controlPort === undefined ? [] : [line('control', `http://127.0.0.1:${controlPort}`)]),
    ...(state === undefined ? [] : [line('state', state)]),
    '',
    state === undefined
      ? 'Ctrl-C ends it, and nothing is kept: --state FILE would keep it.'
      : 'Ctrl-C saves its state and ends it.',
  ].join('\n');
};

const saveIfPossible = ({ router }: Simulator): void => {
  try {
    router.save();
  } catch {
    // It is tried again when the simulator stops, and that failure is told.
  }
};

const aborted = (stop: AbortSignal): Promise<undefined> => {
  const { promise, resolve: done } = Promise.withResolvers<undefined>();
  if (stop.aborted) done(undefined);
  else stop.addEventListener('abort', () => done(undefined), { once: true });
  return promise;
};

/** A simulator for somebody at a terminal, until `stop`. Throws `SimulatorRefusal` for what cannot be. */
export const serveSimulator = async (
  options: ServeOptions,
  stop: AbortSignal,
  listening: (served: Served) => void,
): Promise<void> => {
  const { profile, board, user = [], menus } = options;
  const users = user.map(readUser);
  const tlsPort = readPort(options.tlsPort, 'tls-port');
  const controlPort = readPort(options.controlPort, 'control-port');
  const port = readPort(options.port, 'port') ?? 8728;
  const state = options.state === undefined ? undefined : checkState(options.state);
  const login = loginOf(users, state !== undefined && existsSync(state));
  const simulator = await startSimulator({
    // The simulator checks them, and says which there are.
    ...(profile === undefined ? {} : { profile: profile as ProfileName }),
    ...(board === undefined ? {} : { board: board as BoardName }),
    port,
    ...(tlsPort === undefined ? {} : { tls: { port: tlsPort } }),
    ...(state === undefined ? {} : { state }),
    ...(users.length === 0 ? {} : { users }),
    ...(menus === undefined ? {} : { reference: menus }),
  });
  try {
    // A state that was loaded has users of its own; whoever names one here wants to log in with it.
    if (users.length > 0) simulator.router.accounts.enroll();
    const control =
      controlPort === undefined
        ? undefined
        : await startControlPort(simulator, { port: controlPort });
    try {
      // At once, because whoever stops a program twice does not wait for promises.
      if (state !== undefined) stop.addEventListener('abort', () => saveIfPossible(simulator));
      listening(factsOf(simulator, login, control?.port, state));
      await aborted(stop);
    } finally {
      await control?.close();
    }
  } finally {
    await simulator.stop();
  }
};
