import type { EventFilter } from '@ferrule/notifier-contracts';

/** What of an event decides who is told of it. */
export interface Told {
  readonly type: string;
  /** Null: it is about no datacenter, or nobody knows which. */
  readonly datacenter: string | null;
}

const isOfType = (pattern: string, type: string): boolean =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;

export const matches = ({ types, datacenters }: EventFilter, { type, datacenter }: Told): boolean =>
  (types.length === 0 || types.some((pattern) => isOfType(pattern, type))) &&
  (datacenters.length === 0 || (datacenter !== null && datacenters.includes(datacenter)));
