import { Rejection } from '@ferrule/kernel';
import { Refused } from './refused.ts';

/** As a header spells it. */
export const TENANT_HEADER = 'Ferrule-Tenant';

/** For whom somebody acts: the only tenant of theirs, or the one that they name. */
export const actingTenant = (
  named: string | undefined,
  tenants: readonly string[] | null,
  otherwise: string,
): string => {
  if (named === undefined) return tenants?.[0] ?? otherwise;
  const field = TENANT_HEADER;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(named))
    throw new Rejection('TENANT_INVALID', `${field} must be 1 to 64 letters, digits, "-" or "_"`, {
      field,
    });
  if (tenants === null || tenants.includes(named)) return named;
  throw new Refused('TENANT_FOREIGN', 'FORBIDDEN', 'your credential is not for this tenant', {
    field,
  });
};
