import { Module } from '@nestjs/common';
import { FreeSpace } from './network/free-space.ts';
import { NetworkConsumer } from './network/network.consumer.ts';
import { NetworkHandler } from './network/network.handler.ts';
import { NetworkView } from './network/network.view.ts';

@Module({ controllers: [NetworkConsumer, NetworkView], providers: [NetworkHandler, FreeSpace] })
export class IpamModule {}
