import type { RouterRef, RouterStreamEvent } from '@ferrule/inventory-contracts';
import type { Command } from '@ferrule/kernel';

/** What a gateway's look at a router found. */
export interface Probe extends RouterRef {
  readonly reachability: 'reachable' | 'unreachable';
  readonly version: string | null;
  readonly board: string | null;
  readonly identity: string | null;
  readonly failure: string | null;
  /** RFC 3339, in milliseconds and UTC. */
  readonly at: string;
}

export type NoteProbe = Command<'NoteProbe', Probe>;

/** What probes have found so far. */
export interface Seen extends Pick<Probe, 'version' | 'board' | 'identity' | 'at'> {
  readonly reachability: Probe['reachability'] | 'unknown';
}

export const UNSEEN: Seen = {
  reachability: 'unknown',
  version: null,
  board: null,
  identity: null,
  at: '',
};

/** What is new in a probe. One that comes late says nothing; one that changes nothing makes no event. */
export const findingsOf = (probe: Probe, seen: Seen): readonly RouterStreamEvent[] => {
  const { routerId, at, reachability, failure, version, board, identity } = probe;
  if (at < seen.at) return [];
  const found: RouterStreamEvent[] = [];
  if (reachability !== seen.reachability)
    found.push(
      reachability === 'reachable'
        ? { type: 'RouterBecameReachable', data: { routerId, at } }
        : { type: 'RouterBecameUnreachable', data: { routerId, at, failure } },
    );
  const isOther = version !== seen.version || board !== seen.board || identity !== seen.identity;
  // One that cannot be reached says nothing of itself.
  if (reachability === 'reachable' && isOther)
    found.push({ type: 'RouterIdentified', data: { routerId, at, version, board, identity } });
  return found;
};
