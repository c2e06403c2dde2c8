import type { Command, Event } from '@ferrule/kernel';
import type { RollbackResult } from '@ferrule/router-contracts';
import type { DeprovisionNetworkRequest } from './deprovision-network.payload.ts';
import type { JobStep, NetworkJobRef, Reason } from './job-messages.ts';
import type { RejectedCommand } from './messages.ts';

/** What upstream systems send on `cmd.provisioning.network.deprovision.<publisher>`. */
export type DeprovisionNetwork = Command<'DeprovisionNetwork', DeprovisionNetworkRequest>;

/** The request with every default filled in. */
export interface ResolvedRemoval {
  readonly networkId: string;
  readonly force: boolean;
  readonly reason: string | null;
  readonly ticket: string | null;
}

/** What a network was when its removal was asked for. */
export interface KnownNetwork {
  readonly clientId: string;
  readonly datacenter: string;
  readonly vlanId: number;
  /** The outer tag of Q-in-Q; null without. */
  readonly serviceVlan: number | null;
  readonly subnet: string;
  readonly ipv6Prefix: string | null;
  /** Where its names are; null: it has none. */
  readonly dnsZone: string | null;
  /** Its addresses were given back already: what is left of it elsewhere goes all the same. */
  readonly isReleased: boolean;
}

export type NetworkDeprovisionAccepted = Event<
  'NetworkDeprovisionAccepted',
  NetworkJobRef & {
    readonly publisher: string;
    readonly definition: string;
    readonly definitionVersion: number;
    readonly request: ResolvedRemoval;
    readonly network: KnownNetwork;
    /** The router that may carry it; null: none ever was asked to. */
    readonly router: string | null;
    readonly warnings: readonly string[];
  }
>;

export type NetworkDeprovisionRejected = Event<'NetworkDeprovisionRejected', RejectedCommand>;

/** Nothing of it is left but the quarantine of its addresses and its VLAN. */
export type NetworkDeprovisionCompleted = Event<
  'NetworkDeprovisionCompleted',
  NetworkJobRef &
    Omit<KnownNetwork, 'isReleased'> & {
      readonly status: 'released';
      readonly warnings: readonly string[];
    }
>;

/** It failed, and everything is as it was before. */
export type NetworkDeprovisionFailed = Event<
  'NetworkDeprovisionFailed',
  NetworkJobRef & {
    readonly step: JobStep;
    readonly reason: Reason;
    /** What of it was put back on the router; null: nothing had been taken off it. */
    readonly rollback: RollbackResult | null;
  }
>;
