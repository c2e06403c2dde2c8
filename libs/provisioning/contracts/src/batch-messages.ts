import type { Command, Event } from '@ferrule/kernel';
import type { JobStep, Reason } from './job-messages.ts';
import type { ResolvedRequest } from './messages.ts';
import type { ProvisionNetworksRequest } from './provision-networks.payload.ts';

/** What upstream systems send on `cmd.provisioning.network.provision-batch.<publisher>`. */
export type ProvisionNetworks = Command<'ProvisionNetworks', ProvisionNetworksRequest>;

/** What has become of the jobs of a batch; what is left of `total` is not over. */
export interface BatchSummary {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly needsOperator: number;
}

/** A summary while there is something to come. */
export interface BatchProgress extends BatchSummary {
  readonly running: number;
  readonly pending: number;
}

/** One network of a batch, as its own job carries it out. */
export interface BatchNetwork {
  readonly networkId: string;
  readonly router: string;
  readonly request: ResolvedRequest;
}

interface BatchRef {
  readonly jobId: string;
}

export type NetworkBatchAccepted = Event<
  'NetworkBatchAccepted',
  BatchRef & {
    readonly publisher: string;
    readonly definition: string;
    readonly definitionVersion: number;
    readonly networks: readonly BatchNetwork[];
    /** How many of them at once on one router. */
    readonly parallel: number;
  }
>;
/** Every job of the batch has ended, each in its own way. */
export type NetworkBatchCompleted = Event<'NetworkBatchCompleted', BatchRef & BatchSummary>;
/** It was cancelled: what had ended before stays as it is. */
export type NetworkBatchFailed = Event<
  'NetworkBatchFailed',
  BatchRef & { readonly step: JobStep; readonly reason: Reason } & BatchSummary
>;

/** The job of one network of a batch: it follows from the batch and the network's place in it. */
export const childJobId = (jobId: string, place: number): string => `${jobId}-${place}`;
