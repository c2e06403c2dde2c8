import { isRole, type Role } from '@ferrule/api-contracts';
import type { Scope } from '@ferrule/kernel';
import type { OidcConfig } from './oidc.config.ts';
import { Refused } from './refused.ts';

export type Claims = Readonly<Record<string, unknown>>;

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/** By its whole name, which may hold dots as addresses do, or else step by step. */
const claimOf = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : name.split('.').reduce<unknown>(member, claims);

/** A list, or text with blanks between, as scopes are written. */
const wordsOf = (claim: unknown): readonly string[] => {
  if (typeof claim === 'string') return claim.split(/\s+/).filter((word) => word !== '');
  if (!Array.isArray(claim)) return [];
  return (claim as readonly unknown[]).filter((one) => typeof one === 'string');
};

const limits = (words: readonly string[]): readonly string[] | null =>
  words.includes('*') ? null : words;

const withoutRights = (message: string): Refused =>
  new Refused('TOKEN_WITHOUT_RIGHTS', 'FORBIDDEN', message);

/** What a token lets its bearer do. One that does not say so lets nobody do anything. */
export const rightsIn = (
  claims: Claims,
  names: Pick<OidcConfig, 'roleClaim' | 'tenantsClaim' | 'datacentersClaim'>,
): { readonly role: Role; readonly scope: Scope } => {
  const role = wordsOf(claimOf(claims, names.roleClaim)).find(isRole);
  if (role === undefined) throw withoutRights('the token names no role');
  const tenants = limits(wordsOf(claimOf(claims, names.tenantsClaim)));
  if (tenants?.length === 0) throw withoutRights('the token names no tenant');
  const datacenters = claimOf(claims, names.datacentersClaim);
  if (datacenters === undefined) return { role, scope: { tenants, datacenters: null } };
  return { role, scope: { tenants, datacenters: limits(wordsOf(datacenters)) } };
};
