import { Keyring } from '@ferrule/sealed-secret';
import { Module } from '@nestjs/common';
import { GatewayBuckets } from './bucket/gateway-buckets.ts';
import { GatewayEntries } from './bucket/gateway-entries.ts';
import { CommandHandler } from './command/command.handler.ts';
import { CommandRejections } from './command/command-rejections.ts';
import { InventoryConfig } from './config.ts';
import { DatacenterConsumer } from './datacenter/datacenter.consumer.ts';
import { DatacenterHandler } from './datacenter/datacenter.handler.ts';
import { DatacenterView } from './datacenter/datacenter.view.ts';
import { NetworkConsumer } from './network/network.consumer.ts';
import { Networks } from './network/networks.ts';
import { ProbeConsumer } from './router/probe.consumer.ts';
import { ProbeHandler } from './router/probe.handler.ts';
import { RouterConsumer } from './router/router.consumer.ts';
import { RouterHandler } from './router/router.handler.ts';
import { RouterView } from './router/router.view.ts';
import { Secrets } from './secret/secrets.ts';
import { Seed } from './seed/seed.ts';
import { Startup } from './startup.ts';

@Module({
  controllers: [
    DatacenterConsumer,
    DatacenterView,
    RouterConsumer,
    ProbeConsumer,
    RouterView,
    NetworkConsumer,
  ],
  providers: [
    {
      provide: Keyring,
      inject: [InventoryConfig],
      useFactory: ({ keyring }: InventoryConfig) => {
        if (keyring !== undefined) return Keyring.parse(keyring.reveal());
        throw new Error('FERRULE_INVENTORY_KEYRING holds the keys of all secrets; it is not set');
      },
    },
    CommandHandler,
    CommandRejections,
    DatacenterHandler,
    RouterHandler,
    ProbeHandler,
    Networks,
    Secrets,
    GatewayEntries,
    GatewayBuckets,
    Seed,
    Startup,
  ],
})
export class InventoryModule {}
