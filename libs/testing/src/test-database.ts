import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { sharedPostgres } from './shared-servers.ts';
import { until } from './until.ts';

export interface DatabaseTemplate {
  /** Of the template; two with one name and different migrations are two templates. */
  readonly name: string;
  /** What the migration depends on beside its own text: the SQL that it runs. */
  readonly content?: string;
  /** Fills the template, as superuser. It must close its connections. */
  readonly migrate: (this: void, adminUrl: string) => Promise<void>;
}

export interface Role {
  readonly name: string;
  readonly password: string;
}

export interface TestDatabase {
  /** As superuser. */
  readonly url: string;
  readonly name: string;
  urlFor(role: Role): string;
  drop(): Promise<void>;
}

export async function withClient<T>(
  url: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Creates the role, or gives it this password. Roles belong to the whole server and outlive a
 * database; what is granted on a database itself is not part of a clone.
 */
export async function ensureRole(adminUrl: string, { name, password }: Role): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const role = client.escapeIdentifier(name);
    const login = `LOGIN PASSWORD ${client.escapeLiteral(password)}`;
    try {
      await client.query(`CREATE ROLE ${role} ${login}`);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== '42710') throw error;
      await client.query(`ALTER ROLE ${role} ${login}`);
    }
  });
}

/** A database of its own, cloned from the template, which is migrated once per server. */
export async function testDatabase(template: DatabaseTemplate): Promise<TestDatabase> {
  const { url: adminUrl } = await sharedPostgres();
  const source = await ensureTemplate(adminUrl, template);
  const name = `${slug(template.name)}_${randomBytes(5).toString('hex')}`;
  await withClient(adminUrl, (client) =>
    client.query(
      `CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(source)} STRATEGY file_copy`,
    ),
  );
  const url = urlOf(adminUrl, name);
  return {
    url,
    name,
    urlFor: (role) => urlOf(url, name, role),
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
      }),
  };
}

async function ensureTemplate(
  adminUrl: string,
  { name, content = '', migrate }: DatabaseTemplate,
): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([name, content, migrate.toString()]))
    .digest('hex');
  const template = `template_${slug(name)}_${key.slice(0, 10)}`;
  await withClient(adminUrl, async (client) => {
    const database = client.escapeIdentifier(template);
    const known = await client.query<{ datistemplate: boolean }>(
      'SELECT datistemplate FROM pg_database WHERE datname = $1',
      [template],
    );
    if (known.rows[0]?.datistemplate === true) return;
    // One that is not marked was left by a migration that failed.
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${database} STRATEGY file_copy`);
    await migrate(urlOf(adminUrl, template));
    await refuseSessions(client, template);
    await client.query(`ALTER DATABASE ${database} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  });
  return template;
}

async function refuseSessions(client: pg.Client, database: string): Promise<void> {
  await until(async () => (await sessionsOf(client, database)).length === 0, {
    timeout: 2_000,
    message: `the migration of ${database} to close its connections`,
  });
}

/** Who is connected to the database, as a phrase each. */
export async function sessionsOf(client: pg.Client, database: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ session: string }>(
    `SELECT format('%s%s, %s, last statement: %s', usename, nullif(' of ' || application_name, ' of '), state, left(query, 200)) AS session
       FROM pg_stat_activity
      WHERE datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    [database],
  );
  return rows.map(({ session }) => session);
}

function urlOf(server: string, database: string, role?: Role): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (role !== undefined) {
    url.username = encodeURIComponent(role.name);
    url.password = encodeURIComponent(role.password);
  }
  return url.toString();
}

/** Names of databases end at 63 bytes. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 30);
}
