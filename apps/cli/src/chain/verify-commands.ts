import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { EXIT, Failure, unreachable, usage } from '../failure.ts';
import type { OpenSession, Session } from '../session.ts';

const SCHEMAS = ['ipam', 'provisioning', 'inventory', 'audit'] as const;

interface VerifyOptions {
  readonly service?: string;
  readonly database?: string;
}

interface Target {
  readonly schema: string;
  readonly url: string;
}

const schemaOf = (service: string): string => {
  // The service that owns `provisioning` is called provisioning-saga.
  const schema = SCHEMAS.find((known) => known === service.replace(/-saga$/u, ''));
  if (schema === undefined)
    throw usage(`--service must be one of ${SCHEMAS.join(', ')}, not ${service}.`);
  return schema;
};

/** Without a database it is the development stack's, each service under its own role. */
const targets = async (
  { service, database }: VerifyOptions,
  { config, stack }: Session,
): Promise<readonly Target[]> => {
  const url = database ?? config.databaseUrl?.reveal();
  if (url !== undefined) {
    if (!/^postgres(ql)?:\/\//u.test(url) || !URL.canParse(url))
      throw usage('--database must be a URL such as postgres://ipam:password@host:5432/ferrule.');
    return [{ schema: schemaOf(service ?? new URL(url).username), url }];
  }
  return Promise.all(
    (service === undefined ? SCHEMAS : [schemaOf(service)]).map(async (schema) => {
      const known = await stack.databaseUrl(schema);
      if (known === undefined)
        throw unreachable(
          'no database is known. Start Ferrule with npm start, or give FERRULE_CLI_DATABASE_URL.',
        );
      return { schema, url: known };
    }),
  );
};

export const addVerifyCommands = (program: Command, open: OpenSession): void => {
  program
    .command('verify')
    .description('walk the hash chain of every recorded event; name the first that does not fit')
    .option('--service <name>', `one of ${SCHEMAS.join(', ')}`)
    .option('--database <url>', 'an event store elsewhere; better in FERRULE_CLI_DATABASE_URL')
    .addHelpText(
      'after',
      examples(
        ['ferrule verify', 'every service of the development stack'],
        ['ferrule verify --service ipam --json', 'for a program'],
      ),
    )
    .action(async (options: VerifyOptions, command: Command) => {
      const session = await open(command);
      const { json, printJson, terminal } = session;
      const { verifyService } = await import('./event-store-chain.ts');
      const broken: string[] = [];
      for (const { schema, url } of await targets(options, session)) {
        const verdict = await verifyService(url, schema, (events) =>
          terminal.progress(`${schema}: ${events} events fit …`),
        );
        terminal.progress('');
        if (json) printJson({ service: schema, ...verdict });
        if (verdict.ok) {
          const head = verdict.events === 0 ? '' : `, head ${verdict.head}`;
          if (!json)
            terminal.print(
              `${schema}: ${terminal.paint('green', 'intact')}, ${verdict.events} events${head}`,
            );
        } else
          broken.push(
            `${schema}#${verdict.seq}${verdict.id === null ? '' : ` (${verdict.id})`} does not fit: ${verdict.reason}. Before it ${verdict.events} fit.`,
          );
      }
      if (broken.length > 0) throw new Failure(broken.join('\n  '), EXIT.refused);
    });
};
