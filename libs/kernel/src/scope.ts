/** Whose things somebody may see and touch; `null` is everybody's, everywhere. */
export interface Scope {
  readonly tenants: readonly string[] | null;
  readonly datacenters: readonly string[] | null;
}

export const EVERYTHING: Scope = { tenants: null, datacenters: null };
