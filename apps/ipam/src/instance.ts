import { DatabaseConfig, Secret } from '@ferrule/config';
import { PgEventStore } from '@ferrule/event-store';
import { openDatabase, poolOf } from '@ferrule/service';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { IpamConfig } from './config.ts';
import { IpamModule } from './ipam.module.ts';
import { NetworkRow } from './network/network.row.ts';

export interface Instance {
  readonly app: INestApplicationContext;
  readonly dataSource: DataSource;
  readonly store: PgEventStore;
  close(): Promise<void>;
}

/** One process of the service, wired as it is but without its bus: for specs and measurements. */
export const openInstance = async (url: string, poolSize = 10): Promise<Instance> => {
  const config = Object.assign(new DatabaseConfig(), { url: new Secret(url), poolSize });
  const dataSource = await openDatabase(config, 'ipam', [NetworkRow]);
  const pool = poolOf(dataSource);
  // An idle connection that was cut must not end the process; the next query tells.
  pool.on('error', () => undefined);
  const store = new PgEventStore(pool);

  @Global()
  @Module({
    providers: [
      { provide: DataSource, useValue: dataSource },
      { provide: PgEventStore, useValue: store },
      { provide: IpamConfig, useValue: new IpamConfig() },
    ],
    exports: [DataSource, PgEventStore, IpamConfig],
  })
  class Ground {}

  @Module({ imports: [Ground, IpamModule] })
  class Root {}

  const app = await NestFactory.createApplicationContext(Root, { logger: ['error', 'fatal'] });
  return {
    app,
    dataSource,
    store,
    close: async () => {
      await app.close();
      await dataSource.destroy();
    },
  };
};
