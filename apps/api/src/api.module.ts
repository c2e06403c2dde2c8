import { Module } from '@nestjs/common';
import { AuditController } from './audit/audit.controller.ts';
import { JobController } from './job/job.controller.ts';
import { JobFollower } from './job/job-follower.ts';
import { NetworkController } from './network/network.controller.ts';
import { NetworkHandler } from './network/network.handler.ts';

@Module({
  controllers: [NetworkController, JobController, AuditController],
  providers: [NetworkHandler, JobFollower],
})
export class ApiModule {}
