import pg from 'pg';

export interface SchemaOwner {
  readonly schema: string;
  /** Of the role `<schema>_owner`, which owns the schema and runs its migrations. */
  readonly ownerPassword: string;
  /** Of the role `<schema>`, as which the service runs. */
  readonly password: string;
}

/**
 * Gives each service a schema and two roles that see no other: what an administrator does once. A
 * write transaction of a service ends after a second, since a long one holds the whole server back.
 */
export const prepareDatabase = async (
  adminUrl: string,
  schemas: readonly SchemaOwner[],
): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'ferrule-prepare' });
  await client.connect();
  try {
    for (const extension of ['btree_gist', 'pg_trgm'])
      await client.query(`create extension if not exists ${extension}`);
    await client.query('revoke create on schema public from public');
    for (const { schema, ownerPassword, password } of schemas) {
      const [name, owner] = [schema, `${schema}_owner`].map((role) =>
        client.escapeIdentifier(role),
      );
      if (name === undefined || owner === undefined) continue;
      await role(client, owner, ownerPassword);
      await role(client, name, password);
      await client.query(`create schema if not exists ${name} authorization ${owner}`);
      await client.query(`grant usage on schema ${name} to ${name}`);
      await client.query(`alter role ${name} set transaction_timeout = '1s'`);
      await client.query(`alter role ${name} set idle_in_transaction_session_timeout = '1s'`);
    }
  } finally {
    await client.end();
  }
};

const role = async (client: pg.Client, name: string, password: string): Promise<void> => {
  const login = `login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(password)}`;
  await client.query(
    `do $$ begin create role ${name}; exception when duplicate_object then end $$`,
  );
  await client.query(`alter role ${name} ${login}`);
};
