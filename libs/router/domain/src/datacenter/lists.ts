import type { FirewallProfile } from '@ferrule/inventory-contracts';

/** Interface lists: rules ask where a packet comes from, because a source address can be forged. */
export const INTERFACES = {
  clients: 'ferrule-clients',
  /** Clients, and the Internet: nobody behind them is management, whatever the source address says. */
  untrusted: 'ferrule-untrusted',
} as const;

/** Address lists, of both families. */
export const ADDRESSES = {
  management: 'ferrule-management',
  /** What client networks may send from. */
  networks: 'ferrule-networks',
  nat: 'ferrule-nat',
  announced: 'ferrule-announced',
} as const;

/** Chains of our own: operators' rules stand in the router's. */
export const CHAINS = {
  /** What leaves a client network. */
  from: 'ferrule-from',
  /** What enters one. */
  to: 'ferrule-to',
  /** What clients want of the router itself. */
  input: 'ferrule-input',
} as const;

/** The interfaces of the networks that have a profile. */
export const profileList = ({ name }: Pick<FirewallProfile, 'name'>): string => `ferrule-${name}`;

/** These would make a profile's list one of the others. */
export const isReserved = (profile: string): boolean =>
  Object.values<string>(INTERFACES).includes(profileList({ name: profile }));
