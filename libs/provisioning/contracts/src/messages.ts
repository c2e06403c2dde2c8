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
  /** What follows is absent in jobs that are older than it. The size of its prefix of IPv6. */
  readonly ipv6?: string | null;
  readonly prefix?: string | null;
  readonly vrf?: string | null;
  readonly dnsZone?: string | null;
  readonly dryRun?: boolean;
  readonly tags?: readonly string[];
  readonly ticket?: string | null;
}

/** What attaching a machine to the network needs, of what it was given. */
export interface AllocationResult {
  /** The customer VLAN. */
  readonly vlanId: number;
  /** The outer tag of Q-in-Q; null without. What follows a question mark is absent in old jobs. */
  readonly serviceVlan?: number | null;
  readonly subnet: string;
  readonly gateway: string;
  readonly dhcpRange: string | null;
  /** All that it holds of IPv6; null: nothing. */
  readonly ipv6Prefix?: string | null;
  /** The /64 of it that the VLAN carries. */
  readonly ipv6Subnet?: string | null;
  readonly ipv6Gateway?: string | null;
}

/** `planned`: what a dry run found; nothing of it is taken. */
export type NetworkStatus = 'allocated' | 'provisioned' | 'planned' | 'released';

export type NetworkProvisionAccepted = Event<
  'NetworkProvisionAccepted',
  NetworkJobRef & {
    readonly publisher: string;
    readonly definition: string;
    readonly definitionVersion: number;
    readonly request: ResolvedRequest;
    /** The datacenter's router; absent in version 1, which configured none. */
    readonly router?: string;
    /** The batch that it is part of. */
    readonly parentJobId?: string;
    /** Of a dry run: what would be allocated. */
    readonly preview?: AllocationResult;
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
export type NetworkBatchRejected = Event<'NetworkBatchRejected', RejectedCommand>;

export type NetworkProvisionCompleted = Event<
  'NetworkProvisionCompleted',
  NetworkJobRef &
    AllocationResult & {
      readonly clientId: string;
      /** These three are absent in old jobs. */
      readonly type?: string;
      readonly dnsZone?: string | null;
      readonly vrf?: string | null;
      readonly datacenter: string;
      /** `provisioned` once a router carries it; `allocated` while only the addresses are taken. */
      readonly status: NetworkStatus;
      readonly warnings: readonly string[];
    }
>;

/** The end of a dry run: its plan stands in the job. Nobody can be attached to it. */
export type NetworkProvisionPlanned = Event<
  'NetworkProvisionPlanned',
  NetworkJobRef &
    AllocationResult & {
      readonly clientId: string;
      readonly datacenter: string;
      readonly status: 'planned';
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
