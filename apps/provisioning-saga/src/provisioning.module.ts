import { Module } from '@nestjs/common';
import { AllocationConsumer } from './job/allocation.consumer.ts';
import { Definitions } from './job/definitions.ts';
import { JobChildren } from './job/job-children.ts';
import { JobConsumer } from './job/job.consumer.ts';
import { JobHandler } from './job/job.handler.ts';
import { JobHistoryView } from './job/job-history.view.ts';
import { JobListView } from './job/job-list.view.ts';
import { JobMetrics } from './job/job-metrics.ts';
import { JobReader } from './job/job-reader.ts';
import { JobRejections } from './job/job-rejections.ts';
import { JobTimers } from './job/job-timers.ts';
import { JobView } from './job/job.view.ts';
import { Maintenance } from './job/maintenance.ts';
import { NamesConsumer } from './job/names.consumer.ts';
import { NetworkFacts } from './job/network-facts.ts';
import { OrderConsumer } from './job/order.consumer.ts';
import { Publishers } from './job/publishers.ts';
import { RouterConsumer } from './job/router.consumer.ts';

@Module({
  controllers: [
    JobConsumer,
    AllocationConsumer,
    NamesConsumer,
    RouterConsumer,
    OrderConsumer,
    JobView,
    JobListView,
    JobHistoryView,
  ],
  providers: [
    Definitions,
    JobHandler,
    JobMetrics,
    JobRejections,
    JobTimers,
    JobChildren,
    JobReader,
    Maintenance,
    NetworkFacts,
    Publishers,
  ],
})
export class ProvisioningModule {}
