/**
 * Draws the passwords of a trial stack once and lays them out by reader, for `docker-compose.yml`:
 * a folder (there a volume) for each container, holding what that one needs and nothing else.
 *
 *   node tools/compose-secrets.ts /secrets
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Service {
  readonly user: string;
  readonly schema?: string;
  /** Whether it seals or opens secrets of routers. */
  readonly keyring?: true;
}

const SERVICES: readonly Service[] = [
  { user: 'ipam', schema: 'ipam' },
  { user: 'provisioning', schema: 'provisioning' },
  { user: 'inventory', schema: 'inventory', keyring: true },
  { user: 'audit', schema: 'audit' },
  { user: 'notifier', schema: 'notifier', keyring: true },
  { user: 'api', schema: 'api', keyring: true },
  { user: 'router_gateway_dc1', keyring: true },
  { user: 'router_gateway_dc2', keyring: true },
];
const SCHEMAS = SERVICES.flatMap(({ schema }) => schema ?? []);

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('say where: node tools/compose-secrets.ts DIR');

const write = (file: string, text: string, mode: number): void => {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  // Read-only files are replaced, which even a root without capabilities may do in its own folder.
  rmSync(path, { force: true });
  writeFileSync(path, `${text}\n`, { mode });
};

const drawn = join(folder, 'passwords', 'passwords.json');
const passwords = new Map<string, string>(
  existsSync(drawn)
    ? Object.entries(JSON.parse(readFileSync(drawn, 'utf8')) as Record<string, string>)
    : [],
);
const passwordOf = (name: string): string => {
  const password = passwords.get(name) ?? randomBytes(18).toString('base64url');
  passwords.set(name, password);
  return password;
};
/** AES-256 under a name; drawn once, like the passwords. */
const keyring = (): string => {
  const drawnBefore = passwords.get('keyring');
  const text = drawnBefore ?? `trial:${randomBytes(32).toString('base64')}`;
  passwords.set('keyring', text);
  return text;
};
/** Ed25519 under a name: signs what was in the ledger. */
const signingKey = (): string => {
  const drawnBefore = passwords.get('signing-key');
  const text = drawnBefore ?? `trial:${randomBytes(32).toString('base64')}`;
  passwords.set('signing-key', text);
  return text;
};
/** Of the API: its bearer may do everything. */
const firstKey = (): string => {
  const text = passwords.get('api:first-key') ?? `fk_first_${randomBytes(32).toString('hex')}`;
  passwords.set('api:first-key', text);
  return text;
};
const address = (role: string): string =>
  `postgres://${role}:${passwordOf(role)}@postgres:5432/ferrule`;

/** The same users as in production; here their variables are defined in the same file. */
const busUsers = (): string => {
  const users = readFileSync(new URL('../deploy/nats/users.conf', import.meta.url), 'utf8');
  const defined = [...users.matchAll(/user: "([a-z0-9_]+)", password: \$(\w+)/g)].map(
    ([, user = '', variable = '']) => `${variable}: "${passwordOf(`nats:${user}`)}"`,
  );
  return [...defined, users].join('\n');
};

// Whoever mounts the folder may read it; nobody else can see it.
const READABLE = 0o444;
write('postgres/password', passwordOf('postgres'), READABLE);
write('migrations/admin-url', address('postgres'), READABLE);
for (const schema of SCHEMAS) {
  write(`migrations/${schema}-url`, address(schema), READABLE);
  write(`migrations/${schema}-owner-url`, address(`${schema}_owner`), READABLE);
}
write('nats/users.conf', busUsers(), READABLE);
for (const { user, schema, keyring: seals } of SERVICES) {
  write(`${user}/bus-password`, passwordOf(`nats:${user}`), READABLE);
  if (user === 'api') write('api/first-key', firstKey(), READABLE);
  if (user === 'audit') write('audit/signing-keys', signingKey(), READABLE);
  if (seals) write(`${user}/keyring`, keyring(), READABLE);
  if (schema !== undefined) write(`${user}/database-url`, address(schema), READABLE);
}
write(
  'passwords/passwords.json',
  JSON.stringify(Object.fromEntries(passwords), undefined, 2),
  0o400,
);
console.log(`passwords are in ${folder}`);
