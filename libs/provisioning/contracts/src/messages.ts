import type { Command, Event } from '@ferrule/kernel';
import type { RollbackResult } from '@ferrule/router-contracts';
import type { JobStep, NetworkJobRef, Reason } from './job-messages.ts';
import type { ProvisionNetworkRequest } from './provision-network.payload.ts';

/** What upstream systems send on `cmd.provisioning.network.provision.<publisher>`. */
export type ProvisionNetwork = Command<'ProvisionNetwork', ProvisionNetworkRequest>;

/** The request with every default filled in, as the job carries it out. */
export interface ResolvedRequest {
  readonly clientId: string;
  readonly type: string;
  readonly datacenter: string;
  readonly size: string;
  readonly enableDHCP: boolean;
  readonly firewallProfile: string;
  readonly bgpEnabled: boolean;
  readonly description: string | null;
}

/** Everything that attaching a machine to the network needs. */
export interface AllocationResult {
  readonly vlanId: number;
  readonly subnet: string;
  readonly gateway: string;
  readonly dhcpRange: string | null;
}

export type NetworkStatus = 'allocated' | 'provisioned';

export type NetworkProvisionAccepted = Event<
  'NetworkProvisionAccepted',
  NetworkJobRef & {
    readonly publisher: string;
    readonly definition: string;
    readonly definitionVersion: number;
    readonly request: Required<ResolvedRequest>;
    /** The datacenter's router; absent in version 1, which configured none. */
    readonly router?: string;
    readonly warnings: readonly string[];
  }
>;

/** A command that should not have been sent, whatever it was. */
export interface RejectedCommand {
  readonly jobId: string;
  readonly publisher: string;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
  readonly suggestion: string | null;
}

export type NetworkProvisionRejected = Event<'NetworkProvisionRejected', RejectedCommand>;

export type NetworkProvisionCompleted = Event<
  'NetworkProvisionCompleted',
  NetworkJobRef &
    AllocationResult & {
      readonly clientId: string;
      readonly datacenter: string;
      /** `provisioned` once a router carries it; `allocated` while only the addresses are taken. */
      readonly status: NetworkStatus;
      readonly warnings: readonly string[];
    }
>;

/** It failed, and everything that it had done is undone. */
export type NetworkProvisionFailed = Event<
  'NetworkProvisionFailed',
  NetworkJobRef & {
    readonly step: JobStep;
    readonly reason: Reason;
    /** What of it was taken off the router; null: nothing was on it. */
    readonly rollback?: RollbackResult | null;
  }
>;

/** What operators send on `cmd.provisioning.datacenter.prepare.<publisher>`. */
export type PrepareDatacenter = Command<'PrepareDatacenter', { readonly datacenter: string }>;

interface DatacenterJob {
  readonly jobId: string;
  readonly datacenter: string;
  readonly router: string;
}

export type DatacenterPrepareAccepted = Event<
  'DatacenterPrepareAccepted',
  DatacenterJob & {
    readonly publisher: string;
    readonly definition: string;
    readonly definitionVersion: number;
  }
>;
export type DatacenterPrepareRejected = Event<'DatacenterPrepareRejected', RejectedCommand>;
/** The router carries the base configuration: networks can be provisioned on it. */
export type DatacenterPrepareCompleted = Event<
  'DatacenterPrepareCompleted',
  DatacenterJob & { readonly warnings: readonly string[] }
>;
export type DatacenterPrepareFailed = Event<
  'DatacenterPrepareFailed',
  DatacenterJob & {
    readonly step: JobStep;
    readonly reason: Reason;
    readonly rollback: RollbackResult | null;
  }
>;
