import { AuthorizationError } from '@nats-io/transport-node';
import { type BusConnection, connectBus, DeadLetters } from '@ferrule/messaging';
import { refused, unreachable, usage } from '../failure.ts';
import type { Session } from '../session.ts';

const CONNECT_MS = 3_000;

const connect = async (
  { config, stack, terminal }: Session,
  given?: string,
): Promise<BusConnection> => {
  const { natsUser: user, natsPassword } = config;
  const server = given ?? config.nats ?? stack.facts?.nats;
  if (server === undefined)
    throw unreachable(
      'no NATS server is known. Start Ferrule with npm start, or say where it is with --nats URL.',
    );
  const password = natsPassword?.reveal() ?? (await stack.password(`nats:${user}`));
  if (password === undefined)
    throw usage(`the password of ${user} is not known. Give it in FERRULE_CLI_NATS_PASSWORD.`);
  try {
    return await connectBus({
      servers: server,
      name: 'ferrule-cli',
      user,
      password,
      firstConnectMs: CONNECT_MS,
    });
  } catch (error) {
    if (terminal.stop.aborted || !(error instanceof Error)) throw error;
    if (error.cause instanceof AuthorizationError)
      throw refused(`${server} refuses ${user}: its password is another.`);
    throw unreachable(`no answer from ${server}: ${error.message}.`);
  }
};

/** Opens the dead letters for one command. */
export const withDeadLetters = async (
  session: Session,
  server: string | undefined,
  work: (letters: DeadLetters) => Promise<void>,
): Promise<void> => {
  const bus = await connect(session, server);
  try {
    await work(new DeadLetters(bus));
  } catch (error) {
    if (error instanceof Error && error.message.includes('stream not found'))
      throw refused('there is no dead-letter stream: no service has started on this bus yet.');
    throw error;
  } finally {
    await bus.close();
  }
};
