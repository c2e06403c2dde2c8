import { PgEventStore } from '@ferrule/event-store';
import { poolOf } from '@ferrule/service';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NetworkConsumer } from './network/network.consumer.ts';
import { NetworkHandler } from './network/network.handler.ts';
import { NetworkView } from './network/network.view.ts';
import { SpaceCatalog } from './space/space-catalog.ts';
import { SpaceCommitter } from './space/space-committer.ts';

@Module({
  controllers: [NetworkConsumer, NetworkView],
  providers: [
    NetworkHandler,
    SpaceCatalog,
    {
      provide: SpaceCommitter,
      inject: [DataSource, PgEventStore],
      useFactory: (dataSource: DataSource, store: PgEventStore) =>
        new SpaceCommitter(poolOf(dataSource), store),
    },
  ],
})
export class IpamModule {}
