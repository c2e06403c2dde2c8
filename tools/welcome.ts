import { dirname, join, relative } from 'node:path';
import { root } from './check/program.ts';
import type { Addresses } from '@ferrule/dev-stack';

/** The command line finds a stack by itself where one is kept unless somebody said otherwise. */
const commandLine = (data: string): string =>
  relative(join(root, '.ferrule/dev'), data) === '' ? 'npx ferrule' : `npx ferrule --data ${data}`;

/** What a newcomer sees once everything is up. */
export const table = ({
  api,
  key,
  nats,
  postgres,
  services,
  routers,
  logs,
  publisher,
}: Addresses): string => {
  const ferrule = commandLine(dirname(logs));
  const rows = [
    ['API', `${api}/api/v1`],
    ['API key', `${key}, which may do everything`],
    ['API document', `${api}/docs`],
    ['health', `${api}/health/ready`],
    ['NATS', nats],
    ['Postgres', postgres],
    ...Object.entries(services).map(([name, url]) => [name, `${url}/metrics`]),
    ...routers.map(({ id, datacenter, port, control }) => [
      id,
      `127.0.0.1:${port}, the router of ${datacenter}; its control port ${control}`,
    ]),
    ['logs', logs],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return [
    '',
    'Ferrule is ready.',
    '',
    ...rows.map(([name = '', url = '']) => `  ${name.padEnd(width)}  ${url}`),
    '',
    'Ask for a network:',
    '',
    `  export FERRULE_CLI_KEY=${key}`,
    `  curl -s ${api}/api/v1/networks/provision -H "authorization: Bearer $FERRULE_CLI_KEY" \\`,
    `    -H 'content-type: application/json' \\`,
    `    -d '{"clientId":"acme-corp","type":"production","datacenter":"DC1","size":"/24"}'`,
    '',
    'or from the command line, which finds the key by itself, and see what happened:',
    '',
    `  ${ferrule} network provision --client acme-corp --datacenter DC1 --size /24`,
    `  ${ferrule} events`,
    '',
    `A publisher on the bus signs in as ${publisher.user} with the password in ${publisher.passwordFile}.`,
    'Ctrl-C stops everything and keeps what was recorded.',
    '',
  ].join('\n');
};
