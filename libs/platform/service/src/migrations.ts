import { hash } from 'node:crypto';
import type { Secret } from '@ferrule/config';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';

type MigrationClass = (new () => MigrationInterface) & {
  readonly step: string;
  readonly digest: string;
};

/** A step forward in plain SQL. Its name ends in a timestamp in milliseconds, by which they are ordered. */
export const sqlMigration = (name: string, sql: string): MigrationClass =>
  class implements MigrationInterface {
    static readonly step = name;
    static readonly digest = hash('sha256', sql, 'hex');
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }

    down(): Promise<void> {
      return Promise.reject(new Error(`${name} cannot be undone: what is recorded stays`));
    }
  };

export interface MigrationTarget {
  /** As the owner of the schema. */
  readonly url: string;
  readonly schema: string;
  readonly migrations: readonly MigrationClass[];
}

/** Brings the schema up to date and says what was done. Several at once take turns. */
export const migrate = async ({
  url,
  schema,
  migrations,
}: MigrationTarget): Promise<readonly string[]> => {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    applicationName: `${schema}-migration`,
    poolSize: 2,
    extra: { options: `-c search_path=${schema},public` },
  });
  await dataSource.initialize();
  const turn = dataSource.createQueryRunner();
  try {
    await turn.query('select pg_advisory_lock(hashtextextended($1, 0))', [`migrate ${schema}`]);
    await refuseChanged(turn, schema, migrations);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await noteDigests(turn, migrations);
    return done.map(({ name }) => name);
  } finally {
    await turn.release();
    await dataSource.destroy();
  }
};

/** A step that ran is history: changed afterwards, it would say something else than the database is. */
const refuseChanged = async (
  runner: QueryRunner,
  schema: string,
  migrations: readonly MigrationClass[],
): Promise<void> => {
  await runner.query(
    'create table if not exists migration_digest (step text primary key, digest text not null)',
  );
  const known = (await runner.query('select step, digest from migration_digest')) as {
    step: string;
    digest: string;
  }[];
  const digests = new Map(migrations.map(({ step, digest }) => [step, digest]));
  const changed = known.filter(({ step, digest }) => (digests.get(step) ?? digest) !== digest);
  if (changed.length === 0) return;
  const names = changed.map(({ step }) => step).join(', ');
  throw new Error(
    `schema ${schema} was made by other versions of ${names}: a step is never edited once it ran, ` +
      'a new one is added. A development stack begins anew with npm start -- --reset',
  );
};

const noteDigests = async (
  runner: QueryRunner,
  migrations: readonly MigrationClass[],
): Promise<void> => {
  for (const { step, digest } of migrations)
    await runner.query('insert into migration_digest values ($1, $2) on conflict do nothing', [
      step,
      digest,
    ]);
};

export interface ServiceMigration extends Omit<MigrationTarget, 'url'> {
  readonly ownerUrl: Secret | undefined;
  /** Where `ownerUrl` comes from. */
  readonly variable: string;
}

/** The whole of a service's `migrate.ts`: brings its schema up to date and prints what was done. */
export const migrateService = async ({
  ownerUrl,
  variable,
  ...target
}: ServiceMigration): Promise<void> => {
  try {
    if (ownerUrl === undefined)
      throw new Error(`${variable} names the role that owns the schema; it is not set`);
    const done = await migrate({ ...target, url: ownerUrl.reveal() });
    const what = done.length === 0 ? 'nothing to migrate' : done.join(', ');
    process.stdout.write(`${target.schema}: ${what}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
};
