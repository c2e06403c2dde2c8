import { PgEventStore } from '@ferrule/event-store';
import { poolOf } from '@ferrule/service';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AddressHandler } from './address/address.handler.ts';
import { AddressView } from './address/address.view.ts';
import { CommandConsumer } from './command/command.consumer.ts';
import { CommandHandler } from './command/command.handler.ts';
import { CommandScope } from './command/command-scope.ts';
import { DnsModule } from './dns/dns.module.ts';
import { DescriptionHandler } from './description/description.handler.ts';
import { ExportView } from './holding/export.view.ts';
import { HoldingView } from './holding/holding.view.ts';
import { SearchSweeper } from './holding/search-sweeper.ts';
import { ImportHandler } from './import/import.handler.ts';
import { ImportRunner } from './import/import-runner.ts';
import { ImportView } from './import/import.view.ts';
import { NetworkHandler } from './network/network.handler.ts';
import { NetworkView } from './network/network.view.ts';
import { ProvisionedConsumer } from './network/provisioned.consumer.ts';
import { RemovalConsumer } from './network/removal.consumer.ts';
import { NumberHandler } from './number/number.handler.ts';
import { PrefixHandler } from './prefix/prefix.handler.ts';
import { CatalogView } from './space/catalog.view.ts';
import { DueSweeper } from './space/due-sweeper.ts';
import { PoolMetrics } from './space/pool-metrics.ts';
import { SpaceCatalog } from './space/space-catalog.ts';
import { SpaceCommitter } from './space/space-committer.ts';
import { SpaceHandler } from './space/space.handler.ts';
import { SpaceView } from './space/space.view.ts';

@Module({
  imports: [DnsModule],
  controllers: [
    CommandConsumer,
    ProvisionedConsumer,
    RemovalConsumer,
    NetworkView,
    SpaceView,
    CatalogView,
    HoldingView,
    AddressView,
    ExportView,
    ImportView,
  ],
  providers: [
    CommandHandler,
    CommandScope,
    DescriptionHandler,
    NetworkHandler,
    SpaceHandler,
    PrefixHandler,
    AddressHandler,
    NumberHandler,
    ImportHandler,
    ImportRunner,
    SpaceCatalog,
    DueSweeper,
    SearchSweeper,
    PoolMetrics,
    {
      provide: SpaceCommitter,
      inject: [DataSource, PgEventStore],
      useFactory: (dataSource: DataSource, store: PgEventStore) =>
        new SpaceCommitter(poolOf(dataSource), store),
    },
  ],
})
export class IpamModule {}
