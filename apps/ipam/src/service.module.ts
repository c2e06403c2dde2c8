import { Module } from '@nestjs/common';
import { CommandRejections } from './command/command-rejections.ts';
import { IpamModule } from './ipam.module.ts';

/** What needs the bus as well. */
@Module({ imports: [IpamModule], providers: [CommandRejections] })
export class ServiceModule {}
