import type { RouterView } from '@ferrule/inventory-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { type Fields, given, readOrder } from '../order-file.ts';
import { readSecret } from '../secret.ts';
import type { OpenSession } from '../session.ts';
import { pathOf, showRouter } from './router-display.ts';

interface Settings {
  readonly name?: string;
  readonly address?: string;
  readonly port?: number;
  /** False when `--no-tls` was given; true is also commander's default. */
  readonly tls: boolean;
  readonly fingerprint?: string;
  readonly dialect?: string;
  readonly pair?: string | false;
  readonly role?: string;
  readonly file?: string;
}

const PASSWORD = { option: '--password-file', question: 'Password: ' } as const;

const withSettings = (command: Command): Command =>
  command
    .option('--name <text>', 'for people, and unique')
    .option('--address <host>', 'where its API listens')
    .option('--port <port>', '8729 unless given, 8728 without TLS', wholeNumber(1, 65_535))
    .option('--no-tls', 'the API without TLS: passwords travel in the clear')
    .option('--fingerprint <sha256>', 'of its certificate, which is then the only one')
    .option('--dialect <version>', 'the RouterOS to speak; what it says it is unless given')
    .option('--pair <name>', 'it is one of two')
    .option('--role <role>', 'in its pair: primary or standby')
    .option('--file <json>', 'fields as the HTTP API takes them, - for the standard input');

const pairOf = ({ pair, role }: Settings): object | null | undefined => {
  if (pair === false) return null;
  if ((pair === undefined) !== (role === undefined)) throw usage('--pair and --role go together.');
  return pair === undefined ? undefined : { name: pair, role };
};

const tlsOf = ({ tls, fingerprint }: Settings): object | undefined => {
  if (!tls) return { enabled: false };
  return fingerprint === undefined ? undefined : { enabled: true, fingerprint256: fingerprint };
};

const fieldsOf = (options: Settings): Fields =>
  given({
    name: options.name,
    address: options.address,
    port: options.port ?? (options.tls ? undefined : 8728),
    tls: tlsOf(options),
    dialect: options.dialect,
    pair: pairOf(options),
  });

export const addRegister = (router: Command, open: OpenSession): void => {
  withSettings(
    router
      .command('register')
      .argument('<router>', 'the id that it gets')
      .description('make a router known; its gateway signs in within a second')
      .option('--dc <id>', 'the datacenter that it serves')
      .option('--user <name>', 'who signs in')
      .option('--password-file <file>', 'asked for unless given, - for the standard input'),
  )
    .addHelpText(
      'after',
      examples(
        [
          'ferrule router register dc1-r1 --dc DC1 --address 10.255.1.1 --user ferrule',
          'asks for the password',
        ],
        ['ferrule router register dc1-r1 --file r1.json --password-file r1.secret', 'for a script'],
      ),
    )
    .action(
      async (
        routerId: string,
        options: Settings & { dc?: string; user?: string; passwordFile?: string },
        command: Command,
      ) => {
        const session = await open(command);
        const { dc, user, passwordFile } = options;
        const body = {
          name: routerId,
          ...(await readOrder(session.terminal, options.file)),
          ...fieldsOf(options),
          ...given({ datacenter: dc, user }),
          routerId,
        };
        const password = await readSecret(session.terminal, passwordFile, PASSWORD);
        const asked = { method: 'POST', body: { ...body, password } } as const;
        showRouter(session, await session.api().ask<RouterView>('/api/v1/routers', asked));
      },
    );
};

export const addConfigure = (router: Command, open: OpenSession): void => {
  withSettings(
    router
      .command('configure')
      .argument('<router>', 'its id')
      .description('change what is known of a router; what is not named stays'),
  )
    .option('--no-pair', 'it is on its own')
    .addHelpText(
      'after',
      examples(['ferrule router configure dc1-r1 --address 10.255.1.9', 'it has moved']),
    )
    .action(async (id: string, options: Settings, command: Command) => {
      const session = await open(command);
      const file = await readOrder(session.terminal, options.file);
      const body = { ...file, ...fieldsOf(options) };
      if (Object.keys(body).length === 0)
        throw usage('say what changes, such as --address HOST; see --help.');
      const asked = { method: 'PATCH', body } as const;
      showRouter(session, await session.api().ask<RouterView>(pathOf(id), asked));
    });
};

export const addRotate = (router: Command, open: OpenSession): void => {
  router
    .command('rotate')
    .argument('<router>', 'its id')
    .description('sign in by another password from now on; the router must have it already')
    .option('--user <name>', 'who signs in; the same as before unless given')
    .option('--password-file <file>', 'asked for unless given, - for the standard input')
    .addHelpText(
      'after',
      examples(
        ['ferrule router rotate dc1-r1', 'asks for the password'],
        ['pass show r1 | ferrule router rotate dc1-r1 --password-file -', 'from a vault'],
      ),
    )
    .action(
      async (
        id: string,
        options: { readonly user?: string; readonly passwordFile?: string },
        command: Command,
      ) => {
        const session = await open(command);
        const api = session.api();
        const user = options.user ?? (await api.get<RouterView>(pathOf(id))).user;
        const password = await readSecret(session.terminal, options.passwordFile, PASSWORD);
        const asked = { method: 'PUT', body: { user, password } } as const;
        showRouter(session, await api.ask<RouterView>(pathOf(id, 'credentials'), asked));
      },
    );
};
