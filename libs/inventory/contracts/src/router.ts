/** Whether work is done on it: in maintenance its commands wait, retired it has none any more. */
export type RouterStatus = 'active' | 'maintenance' | 'retired';

/** A router as its gateway reaches it. */
export interface RouterEntry {
  /** Opaque, and unique: `dc1-r1`. */
  readonly id: string;
  readonly datacenter: string;
  readonly address: string;
  readonly port: number;
  /** Null: the API without TLS, for simulators and management networks of one's own. */
  readonly tls: { readonly fingerprint256: string | null } | null;
  readonly user: string;
  /**
   * A sealed secret: only the gateway opens it, with `routerPasswordPlace` as its context. Empty once
   * the router is retired.
   */
  readonly password: string;
  /** The version whose menus it has, such as `7.24`; null: asked of the router itself. */
  readonly dialect: string | null;
  /** `maintenance` also while its whole datacenter is. */
  readonly status: RouterStatus;
}

/** What an operator says of a router. */
export interface RouterSettings {
  /** For people, and unique among routers that are not retired. */
  readonly name: string;
  /** An IP address or a host name. */
  readonly address: string;
  readonly port: number;
  readonly tls: { readonly fingerprint256: string | null } | null;
  readonly dialect: string | null;
  /** Two routers that stand in for each other. */
  readonly pair: RouterPair | null;
}

export interface RouterPair {
  readonly name: string;
  readonly role: 'primary' | 'standby';
}

/** The same as its sender writes it: what is left out has a default. */
export interface RouterOrder {
  readonly name: string;
  readonly address: string;
  /** 8729 with TLS, 8728 without. */
  readonly port?: number;
  /** With TLS, whoever's certificate it is, unless said otherwise. */
  readonly tls?: { readonly enabled: boolean; readonly fingerprint256?: string };
  readonly dialect?: string;
  readonly pair?: RouterPair;
}

/** A router as queries show it. Its password is in no answer. */
export interface RouterView extends RouterSettings {
  readonly routerId: string;
  readonly datacenter: string;
  readonly user: string;
  readonly status: RouterStatus;
  readonly maintenanceReason: string | null;
  /** What the gateway's probes say. */
  readonly reachability: 'unknown' | 'reachable' | 'unreachable';
  /** Why it cannot be reached. */
  readonly failure: string | null;
  readonly board: string | null;
  readonly version: string | null;
  readonly identity: string | null;
  /** When it last answered. */
  readonly lastSeen: string | null;
  readonly probedAt: string | null;
  /** How many networks live on it. */
  readonly networks: number;
  readonly registeredAt: string;
}
