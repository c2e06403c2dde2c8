import { PgEventStore } from '@ferrule/event-store';
import { QueryClient } from '@ferrule/messaging';
import { poolOf } from '@ferrule/service';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IpamConfig } from '../config.ts';
import { InventoryZones } from './datacenter-zones.ts';
import { NameServers } from './name-servers.ts';
import { NamesHandler } from './names.handler.ts';
import { NamesLoop } from './names-loop.ts';
import { NamesPlanner } from './names-plan.ts';
import { NamesRows } from './names-rows.ts';
import { NamesView } from './names.view.ts';
import { NamesWork } from './names-work.ts';
import { Publication } from './publication.ts';
import { Withdrawal } from './withdrawal.ts';

/** Names of networks and their addresses, on the DNS servers of the operator. */
@Module({
  controllers: [NamesView],
  providers: [
    {
      provide: NameServers,
      inject: [IpamConfig],
      useFactory: ({ dns }: IpamConfig) => NameServers.open(dns),
    },
    {
      provide: NamesLoop,
      inject: [DataSource, PgEventStore, NameServers, IpamConfig],
      useFactory: (
        dataSource: DataSource,
        store: PgEventStore,
        servers: NameServers,
        { dns }: IpamConfig,
      ) => {
        const pool = poolOf(dataSource);
        const rows = new NamesRows(pool, store);
        const withdrawal = new Withdrawal(rows, servers);
        const planner = new NamesPlanner(pool, rows, servers);
        const publication = new Publication(pool, rows, planner, withdrawal, servers, dns);
        return new NamesLoop(dataSource, servers, new NamesWork(rows, publication, withdrawal));
      },
    },
    {
      provide: NamesHandler,
      inject: [
        ...[PgEventStore, DataSource, NameServers, NamesLoop, IpamConfig],
        // A process without a bus has nobody to ask.
        { token: QueryClient, optional: true },
      ],
      useFactory: (
        store: PgEventStore,
        dataSource: DataSource,
        servers: NameServers,
        loop: NamesLoop,
        { dns }: IpamConfig,
        queries?: QueryClient,
      ) => {
        const zones = queries ? new InventoryZones(queries) : { of: () => Promise.resolve([]) };
        const settings = { deadlineMs: dns.deadline, wake: () => loop.wake() };
        return new NamesHandler(store, dataSource, servers, zones, settings);
      },
    },
  ],
  exports: [NamesHandler],
})
export class DnsModule {}
