import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.ts';
import { ScopedQueries } from './access/scoped-queries.ts';
import { AlertRuleController } from './alert-rule/alert-rule.controller.ts';
import { AuditController } from './audit/audit.controller.ts';
import { LedgerExportController } from './audit/ledger-export.controller.ts';
import { PastController } from './audit/past.controller.ts';
import { RetentionController } from './audit/retention.controller.ts';
import { SavedSearchController } from './audit/saved-search.controller.ts';
import { DatacenterController } from './datacenter/datacenter.controller.ts';
import { DatacenterInventoryController } from './inventory/datacenter.controller.ts';
import { InventoryCommands } from './inventory/inventory-commands.ts';
import { InventoryView } from './inventory/inventory.view.ts';
import { RouterController } from './inventory/router.controller.ts';
import { Sealer } from './inventory/sealer.ts';
import { AddressController } from './ipam/address.controller.ts';
import { AllocationController } from './ipam/allocation.controller.ts';
import { ExportController } from './ipam/export.controller.ts';
import { ImportController } from './ipam/import.controller.ts';
import { IpamCommands } from './ipam/ipam-commands.ts';
import { NamesController } from './ipam/names.controller.ts';
import { NetworkDescriptionController } from './ipam/network-description.controller.ts';
import { NumberController } from './ipam/number.controller.ts';
import { PoolController } from './ipam/pool.controller.ts';
import { PrefixController } from './ipam/prefix.controller.ts';
import { QuotaController } from './ipam/quota.controller.ts';
import { SpaceController } from './ipam/space.controller.ts';
import { SupernetController } from './ipam/supernet.controller.ts';
import { VlanGroupController } from './ipam/vlan-group.controller.ts';
import { VrfController } from './ipam/vrf.controller.ts';
import { JobBell } from './job/job-bell.ts';
import { JobEventsController } from './job/job-events.controller.ts';
import { OrderController } from './job/order.controller.ts';
import { JobStream } from './job/job-stream.ts';
import { JobController } from './job/job.controller.ts';
import { JobFollower } from './job/job-follower.ts';
import { JobStarter } from './job/job-starter.ts';
import { NetworkController } from './network/network.controller.ts';
import { RemovalController } from './network/removal.controller.ts';
import { NetworkHandler } from './network/network.handler.ts';
import { WebhookCommands } from './webhook/webhook-commands.ts';
import { WebhookController } from './webhook/webhook.controller.ts';

@Module({
  imports: [AccessModule],
  controllers: [
    NetworkController,
    RemovalController,
    DatacenterController,
    DatacenterInventoryController,
    RouterController,
    SpaceController,
    PoolController,
    AllocationController,
    AddressController,
    NetworkDescriptionController,
    NamesController,
    PrefixController,
    VrfController,
    SupernetController,
    VlanGroupController,
    QuotaController,
    NumberController,
    ExportController,
    ImportController,
    JobController,
    JobEventsController,
    OrderController,
    AuditController,
    PastController,
    LedgerExportController,
    SavedSearchController,
    RetentionController,
    WebhookController,
    AlertRuleController,
  ],
  providers: [
    ScopedQueries,
    InventoryCommands,
    WebhookCommands,
    InventoryView,
    IpamCommands,
    Sealer,
    NetworkHandler,
    JobStarter,
    JobFollower,
    JobBell,
    JobStream,
  ],
})
export class ApiModule {}
