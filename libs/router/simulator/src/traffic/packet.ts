import type { RowRef } from './router-tables.ts';

/** One VLAN tag of a frame; the outer one comes first. */
export type Tag = { readonly vid: number; readonly tpid: number };

export type ConnectionState = 'new' | 'established' | 'related' | 'invalid' | 'untracked';

export type Flow = {
  readonly src: string;
  readonly dst: string;
  readonly srcPort?: number;
  readonly dstPort?: number;
};

/** What connection tracking remembers: the first packet as it came and as it left. */
export type Connection = {
  readonly original: Flow;
  readonly translated: Flow;
  readonly mark?: string;
};

export type Packet = Flow & {
  /** The port that it arrives on; absent when the router itself sends it. */
  readonly in?: string;
  /** The table that the router itself sends it by; `main` where absent. */
  readonly vrf?: string;
  readonly tags?: readonly Tag[];
  /** `tcp`, `icmp`, `icmpv6` or a number. */
  readonly protocol: string;
  readonly connectionState: ConnectionState;
  /** Of a packet that is not the first; `reply` fills it in. */
  readonly connection?: Connection;
  readonly srcMac?: string;
  /**
   * Whose MAC address the frame is sent to. A host sends to its gateway what lies outside its own network; that is
   * assumed where this is absent.
   */
  readonly addressedTo?: 'router' | 'another';
  readonly icmp?: { readonly type: number; readonly code: number };
  readonly tcpFlags?: readonly string[];
  readonly size?: number;
  readonly dscp?: number;
  readonly ttl?: number;
  readonly fragment?: boolean;
  /** Whether it arrived through, or will leave through, an IPsec policy. Neither where absent. */
  readonly ipsec?: { readonly in?: boolean; readonly out?: boolean };
};

export type OutPort = { readonly port: string; readonly tags: readonly Tag[] };

/** A row, or the absence of one that would have let it pass. */
export type Cause =
  | RowRef
  | 'no rule'
  | 'no route'
  | 'no such vlan'
  | 'vlan not allowed'
  | 'no port'
  | 'hop limit'
  | 'not for this router';

export type Verdict = 'accepted' | 'dropped' | 'rejected';

export type Judgement = {
  readonly verdict: Verdict;
  /** An accepted packet that no rule accepted by name passed `no rule`. */
  readonly by: Cause;
  /** Every decision on the way, for a person to read. */
  readonly path: readonly string[];
  readonly delivered: 'router' | 'routed' | 'bridged' | 'nowhere';
  /** The interfaces that firewall rules see. */
  readonly inInterface?: string;
  readonly outInterface?: string;
  readonly nextHop?: string;
  /** More than one where a bridge does not know yet behind which of its ports the receiver is. */
  readonly outPorts: readonly OutPort[];
  readonly vlanTagsOut: readonly Tag[];
  /** The packet as it leaves, or as it was when it was dropped. */
  readonly translated: Flow;
  readonly connection: Connection;
  readonly vrf: string;
};

/** How a packet's way ended early. */
export type Ended = { readonly verdict: Verdict; readonly by: Cause; readonly why: string };

export const dropped = (by: Cause, why: string): Ended => ({ verdict: 'dropped', by, why });

export const rejected = (by: Cause, why: string): Ended => ({ verdict: 'rejected', by, why });

export const written = ({ vid, tpid }: Tag) => `0x${tpid.toString(16)}/${vid}`;
