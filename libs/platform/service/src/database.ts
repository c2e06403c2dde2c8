import type { DatabaseConfig } from '@ferrule/config';
import type pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';

export type Entity = EntitySchema | (new () => object);

/** The service's connection to its own schema, and to no other. */
export const openDatabase = async (
  config: DatabaseConfig,
  schema: string,
  entities: readonly Entity[],
): Promise<DataSource> => {
  const dataSource = new DataSource({
    type: 'postgres',
    url: config.url.reveal(),
    schema,
    entities: [...entities],
    applicationName: schema,
    poolSize: config.poolSize,
    connectTimeoutMS: config.connectTimeout,
    extra: { options: `-c search_path=${schema},public` },
  });
  return dataSource.initialize();
};

/** The pool that TypeORM holds: the event store writes plain SQL on the same connections. */
export const poolOf = (dataSource: DataSource): pg.Pool => {
  const { driver } = dataSource;
  if (!('master' in driver)) throw new TypeError('this data source has no Postgres pool');
  return driver.master as pg.Pool;
};
