/** Whose things somebody may see and touch; `null` is everybody's, everywhere. */
export interface Scope {
  readonly tenants: readonly string[] | null;
  readonly datacenters: readonly string[] | null;
}

export const EVERYTHING: Scope = { tenants: null, datacenters: null };

/** A question with whose things it may be answered; services that ask each other leave it out. */
export type Scoped<Question extends object> = Question & { readonly scope?: Scope };

/** What somebody owns, and where it is; what is nowhere lies in no datacenter. */
export interface Belonging {
  readonly tenant: string;
  readonly datacenter: string | null;
}

const isAmong = (among: readonly string[] | null, one: string | null): boolean =>
  among === null || (one !== null && among.includes(one));

export const isWithin = (
  { tenants, datacenters }: Scope,
  { tenant, datacenter }: Belonging,
): boolean => isAmong(tenants, tenant) && isAmong(datacenters, datacenter);
