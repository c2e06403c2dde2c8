import type { Command, Event } from '@ferrule/kernel';
import type { NetworkRef } from './network-messages.ts';

export type RecordType = 'A' | 'AAAA' | 'PTR';

/** All values of one name and type: what DNS calls an rrset. */
export interface NameRecord {
  /** Without a final dot: `gw-vlan150.dc1.example`. */
  readonly name: string;
  readonly type: RecordType;
  readonly values: readonly string[];
}

export interface PublishNamesData extends NetworkRef {
  /** Where the forward names go; otherwise into the first zone of the network's datacenter. */
  readonly zone?: string;
  /** RFC 3339. Names that are not published by then are refused. */
  readonly notAfter?: string;
}

export type NameCommand =
  | Command<'PublishNames', PublishNamesData>
  | Command<
      'WithdrawNames',
      NetworkRef & {
        readonly reason: string;
        /** RFC 3339. Whoever waits is told then, and the withdrawal goes on. */
        readonly notAfter?: string;
      }
    >
  /** Looks whether names are as they were published, and puts them back: a network's, or all. */
  | Command<'ReconcileNames', Partial<NetworkRef>>;

export type NamesRefusal =
  /** A name is somebody else's: `name` says which, `holder` whose. */
  | 'DNS_CONFLICT'
  /** No server answered in time. */
  | 'DNS_UNREACHABLE'
  /** The server was asked and said no: a wrong key, a value that it does not take. */
  | 'DNS_REFUSED'
  /** None of the servers has the zone. */
  | 'DNS_ZONE_UNKNOWN'
  /** The network was never allocated, or is released. */
  | 'NETWORK_NOT_FOUND';

export type DriftKind =
  | 'missing'
  | 'changed'
  /** Somebody else's record stands in its place, and stays. */
  | 'taken';

/** What a record was found to be, where it is not what was published. */
export interface NameDrift {
  readonly name: string;
  readonly type: RecordType;
  readonly kind: DriftKind;
  readonly found: readonly string[];
}

/** Names are about to be published: recorded before any server is asked. */
export type NamesPublicationStarted = Event<
  'NamesPublicationStarted',
  NetworkRef & {
    readonly zone: string;
    /** Records that are new or have other values than before. */
    readonly added: readonly NameRecord[];
    /** Records that go. */
    readonly removed: readonly Omit<NameRecord, 'values'>[];
  }
>;
export type NamesPublished = Event<
  'NamesPublished',
  NetworkRef & {
    readonly zone: string;
    /** The gateway's name. */
    readonly gateway: string;
    /** How many records there are now. */
    readonly records: number;
    /** What has no record, and why, in sentences. */
    readonly notes: readonly string[];
  }
>;
/** There was nothing to publish, or nobody to publish it. */
export type NamesSkipped = Event<'NamesSkipped', NetworkRef & { readonly reason: string }>;
export type NamesRefused = Event<
  'NamesRefused',
  NetworkRef & {
    /** What was written of a refused publication is taken away again; a withdrawal goes on. */
    readonly operation: 'publish' | 'withdraw';
    readonly code: NamesRefusal;
    readonly message: string;
    readonly suggestion: string;
    readonly name: string | null;
    /** The network that has the name, or what the server says of a stranger. */
    readonly holder: string | null;
  }
>;
export type NamesWithdrawalStarted = Event<
  'NamesWithdrawalStarted',
  NetworkRef & { readonly reason: string }
>;
export type NamesWithdrawn = Event<
  'NamesWithdrawn',
  NetworkRef & {
    /** How many records went; 0 when there were none. */
    readonly records: number;
  }
>;
/** Names are not as they were published. All but what is taken is put back. */
export type NamesDrifted = Event<
  'NamesDrifted',
  NetworkRef & { readonly drift: readonly NameDrift[] }
>;
export type NamesReconciliationStarted = Event<
  'NamesReconciliationStarted',
  {
    /** Null: of all networks. */
    readonly networkId: string | null;
    readonly networks: number;
  }
>;

export type NameEvent =
  | NamesPublicationStarted
  | NamesPublished
  | NamesSkipped
  | NamesRefused
  | NamesWithdrawalStarted
  | NamesWithdrawn
  | NamesDrifted
  | NamesReconciliationStarted;

/** The names of a network as queries show them. */
export interface NetworkNamesView {
  readonly networkId: string;
  /** `unpublished` as long as nobody asked for names, or when nobody could publish them. */
  readonly status:
    'unpublished' | 'publishing' | 'published' | 'refused' | 'withdrawing' | 'withdrawn';
  readonly zone: string | null;
  readonly gateway: string | null;
  readonly records: readonly RecordView[];
  /** Why names are missing, and what the server last said that was not yes. */
  readonly notes: readonly string[];
  /** How long what was asked for has been waited for, in seconds; null when nothing is. */
  readonly waitingSeconds: number | null;
  /** When all of it was last seen to be as it should. */
  readonly checkedAt: string | null;
}

export interface RecordView extends NameRecord {
  readonly server: string;
  /** The zone that the server has. */
  readonly zone: string;
  /** `taken`: somebody else's record stands in its place. */
  readonly state: 'published' | 'pending' | 'going' | 'taken';
}
