import { Module } from '@nestjs/common';
import { AllocationConsumer } from './job/allocation.consumer.ts';
import { JobConsumer } from './job/job.consumer.ts';
import { JobHandler } from './job/job.handler.ts';
import { JobHistoryView } from './job/job-history.view.ts';
import { JobListView } from './job/job-list.view.ts';
import { JobMetrics } from './job/job-metrics.ts';
import { JobRejections } from './job/job-rejections.ts';
import { JobTimers } from './job/job-timers.ts';
import { JobView } from './job/job.view.ts';
import { Publishers } from './job/publishers.ts';
import { RouterConsumer } from './job/router.consumer.ts';

@Module({
  controllers: [
    JobConsumer,
    AllocationConsumer,
    RouterConsumer,
    JobView,
    JobListView,
    JobHistoryView,
  ],
  providers: [JobHandler, JobMetrics, JobRejections, JobTimers, Publishers],
})
export class ProvisioningModule {}
