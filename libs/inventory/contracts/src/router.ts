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
  /** A sealed secret: only the gateway opens it. */
  readonly password: string;
  /** The version whose menus it has, such as `7.24`; null: asked of the router itself. */
  readonly dialect: string | null;
  readonly status: 'active' | 'maintenance' | 'retired';
}
