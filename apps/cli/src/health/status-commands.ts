import type { Readiness } from '@ferrule/http';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import { EXIT, Failure, refused } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';

interface ServiceState {
  readonly service: string;
  readonly url: string;
  readonly status: Readiness['status'] | 'no answer';
  readonly checks: Readiness['checks'];
}

const isReadiness = (value: unknown): value is Readiness =>
  typeof value === 'object' && value !== null && 'status' in value && 'checks' in value;

const look = async (service: string, url: string, stop: AbortSignal): Promise<ServiceState> => {
  try {
    const response = await fetch(new URL('/health/ready', url), {
      signal: AbortSignal.any([stop, AbortSignal.timeout(5_000)]),
    });
    const readiness: unknown = await response.json();
    if (isReadiness(readiness)) return { service, url, ...readiness };
  } catch {
    // Nobody there, or somebody else: both are no answer.
  }
  return { service, url, status: 'no answer', checks: {} };
};

const checksOf = ({ checks }: ServiceState): string =>
  Object.entries(checks)
    .map(([name, { status, reason }]) =>
      status === 'up' ? name : `${name} ${status}${reason === undefined ? '' : ` (${reason})`}`,
    )
    .join(', ');

export const addStatusCommands = (program: Command, open: OpenSession): void => {
  program
    .command('status')
    .description('whether the API and every service of the development stack can do their work')
    .addHelpText('after', examples(['ferrule status --json', 'for a program']))
    .action(async (_options: object, command: Command) => {
      const { api, json, printJson, stack, terminal } = await open(command);
      const { base } = api();
      // An API elsewhere has nothing to do with the services that run here.
      const services = stack.facts?.api === base ? (stack.facts.services ?? {}) : {};
      const states = await Promise.all(
        Object.entries({ api: base, ...services }).map(([name, url]) =>
          look(name, url, terminal.stop),
        ),
      );
      if (json) printJson({ services: states });
      else
        new Table<ServiceState>(terminal, [
          { title: 'SERVICE', text: ({ service }) => service },
          {
            title: 'STATUS',
            text: ({ status }) => status,
            colour: ({ status }) => (status === 'ready' ? 'green' : 'red'),
          },
          { title: 'URL', text: ({ url }) => url, least: 12 },
          { title: 'CHECKS', text: checksOf, least: 12 },
        ]).print(states);
      const [edge] = states;
      if (edge?.status === 'no answer')
        throw new Failure(
          `no answer from ${base}. Start Ferrule with npm start, or say where its API is with --api URL.`,
          EXIT.unreachable,
        );
      const down = states.filter(({ status }) => status !== 'ready').map(({ service }) => service);
      if (down.length > 0) throw refused(`not ready: ${down.join(', ')}.`);
    });
};
