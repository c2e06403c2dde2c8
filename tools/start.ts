/**
 * `npm start`: Postgres, NATS and every service on this machine, migrated, seeded and ready. Ctrl-C
 * ends it all and keeps the data; `npm start -- --reset` begins empty; `--help` says the rest.
 */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './check/program.ts';
import { buildFirst, readCommandLine } from './command-line.ts';

const HELP = `Starts Ferrule on this machine: Postgres, NATS and every service.

  npm start                     start, keeping what earlier runs recorded
  npm start -- --reset          start empty
  npm start -- --port 9000      the API's port, 8080 unless given
  npm start -- --no-build       start what was built before
  npm start -- --data DIR       where everything is kept, .ferrule/dev unless given

Ctrl-C ends it. Logs of every service are in DIR/logs.
`;

const options = readCommandLine((args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reset: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      port: { type: 'string' },
      data: { type: 'string', default: '.ferrule/dev' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`--port must be a number from 1 to 65535, not ${values.port ?? ''}`);
  return { ...values, port, data: resolve(root, values.data) };
}, HELP);

if (options.help) {
  console.log(HELP);
  process.exit(0);
}

if (!options['no-build']) {
  console.log('Building …');
  await buildFirst();
}

// Only now: what these modules import is what was just built.
const { AlreadyRunning, DevStack } = await import('@ferrule/dev-stack');
const { table } = await import('./welcome.ts');

const stack = new DevStack({
  data: options.data,
  root,
  ...(options.port !== undefined && { port: options.port }),
  say: (line) => console.log(line),
  environment: process.env,
});

// The servers are children that do not keep this process alive by themselves.
setInterval(() => undefined, 60_000);

let ending: Promise<void> | undefined;
const end = (code: number): void => {
  ending ??= stack.stop().then(
    () => process.exit(code),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (ending === undefined) console.log('\nStopping; everything recorded is kept …');
    end(0);
  });

try {
  await stack.claim();
  if (options.reset)
    await rm(options.data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  await stack.start();
  if (ending === undefined) console.log(table(stack.addresses()));
} catch (error) {
  if (error instanceof AlreadyRunning) {
    console.error(error.message);
    process.exit(1);
  }
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  end(1);
}
