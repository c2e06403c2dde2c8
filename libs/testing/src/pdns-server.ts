import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { installWithApt, isExecutable } from './apt.ts';
import { freePort } from './free-port.ts';
import { ServerProcess } from './server-process.ts';

const run = promisify(execFile);
const SCHEMA = '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql';
const PACKAGES = ['pdns-server', 'pdns-backend-sqlite3'] as const;

const find = (): string | undefined =>
  existsSync(SCHEMA)
    ? [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
        .map((folder) => join(folder, 'pdns_server'))
        .find(isExecutable)
    : undefined;

/** PowerDNS with its SQLite backend: where it is, or installed by apt as nats-server is. */
export async function findPdnsServer(): Promise<string> {
  const present = find();
  if (present !== undefined) return present;
  const refusal = await installWithApt(...PACKAGES).catch((error: unknown) => error);
  const installed = find();
  if (installed !== undefined) return installed;
  throw new Error(
    `PowerDNS is needed and was not found: install it (Debian and Ubuntu: \`apt-get install ${PACKAGES.join(' ')}\`)`,
    { cause: refusal },
  );
}

export interface PdnsServer {
  readonly host: string;
  /** Of DNS itself, over UDP and TCP. */
  readonly port: number;
  readonly url: string;
  readonly apiKey: string;
  /** May update every zone that was made here. */
  readonly tsig: { readonly name: string; readonly secret: string };
  makeZone(name: string): Promise<void>;
  /** A request to its own API, as somebody else would make it. */
  api(method: string, path: string, body?: object): Promise<unknown>;
  /** It stands still without an end, and goes on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
  start(): Promise<void>;
  discard(): Promise<void>;
}

/** A real server on the loopback interface, as an ordinary user, whose answers are never stale. */
export async function startPdnsServer(): Promise<PdnsServer> {
  const command = await findPdnsServer();
  const directory = await mkdtemp(join(tmpdir(), 'ferrule-pdns-'));
  const [host, port, apiPort] = ['127.0.0.1', await freePort(), await freePort()];
  const apiKey = randomBytes(16).toString('hex');
  const tsig = { name: 'ferrule-spec', secret: randomBytes(32).toString('base64') };
  const url = `http://${host}:${apiPort}`;
  await makeDatabase(join(directory, 'pdns.sqlite3'), tsig);
  await writeFile(
    join(directory, 'pdns.conf'),
    configText({ directory, host, port, apiPort, apiKey }),
  );
  const server = new ServerProcess({
    label: 'pdns_server',
    command,
    args: [`--config-dir=${directory}`],
    port,
    logFile: join(directory, 'pdns.log'),
    recordFile: join(directory, 'pdns.owner.json'),
    stopSignal: 'SIGTERM',
    isReady: async () => (await accepts(host, port)) && (await accepts(host, apiPort)),
    removeWithOwner: directory,
  });
  await server.start();
  const api = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/servers/localhost${path}`, {
      method,
      headers: { 'X-API-Key': apiKey },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    ...{ host, port, url, apiKey, tsig, api },
    makeZone: async (name) => {
      await api('POST', '/zones', {
        ...{ name: `${name}.`, kind: 'Native', nameservers: ['ns1.example.'] },
      });
      const pdnsutil = join(command, '..', '..', 'bin', 'pdnsutil');
      await run(isExecutable(pdnsutil) ? pdnsutil : 'pdnsutil', [
        ...[`--config-dir=${directory}`, 'set-meta', name, 'TSIG-ALLOW-DNSUPDATE', tsig.name],
      ]);
    },
    signal: (name) => process.kill(server.pid, name),
    kill: () => server.kill(),
    start: () => server.start(),
    discard: async () => {
      if (server.isRunning) process.kill(server.pid, 'SIGCONT');
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(
  file: string,
  tsig: { readonly name: string; readonly secret: string },
): Promise<void> {
  // Loaded when it is used: Node 20 has none, and only these specs need one.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  try {
    database.exec(await readFile(SCHEMA, 'utf8'));
    database
      .prepare('insert into tsigkeys (name, algorithm, secret) values (?, ?, ?)')
      .run(tsig.name, 'hmac-sha256', tsig.secret);
  } finally {
    database.close();
  }
}

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });

const configText = (settings: {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  readonly apiPort: number;
  readonly apiKey: string;
}): string =>
  `launch=gsqlite3
gsqlite3-database=${settings.directory}/pdns.sqlite3
gsqlite3-pragma-synchronous=0
gsqlite3-dnssec=yes
local-address=${settings.host}
local-port=${settings.port}
api=yes
api-key=${settings.apiKey}
webserver=yes
webserver-address=${settings.host}
webserver-port=${settings.apiPort}
webserver-allow-from=127.0.0.0/8
socket-dir=${settings.directory}
daemon=no
guardian=no
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
zone-cache-refresh-interval=0
default-soa-content=ns1.@ hostmaster.@ 0 3600 600 86400 5
security-poll-suffix=
dnsupdate=yes
allow-dnsupdate-from=127.0.0.0/8
`;
