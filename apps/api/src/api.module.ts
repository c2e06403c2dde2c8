import { Module } from '@nestjs/common';
import { AuditController } from './audit/audit.controller.ts';
import { DatacenterController } from './datacenter/datacenter.controller.ts';
import { JobController } from './job/job.controller.ts';
import { JobFollower } from './job/job-follower.ts';
import { JobStarter } from './job/job-starter.ts';
import { NetworkController } from './network/network.controller.ts';
import { NetworkHandler } from './network/network.handler.ts';

@Module({
  controllers: [NetworkController, DatacenterController, JobController, AuditController],
  providers: [NetworkHandler, JobStarter, JobFollower],
})
export class ApiModule {}
