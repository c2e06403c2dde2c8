import type { Right, Role } from '@ferrule/api-contracts';

/** The whole of what roles are: whoever is not named for a right does not have it. */
export const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ['read'],
  operator: ['read', 'operate', 'audit'],
  admin: ['read', 'operate', 'administer', 'audit'],
  auditor: ['read', 'audit'],
};

export const may = (role: Role, right: Right): boolean => RIGHTS_OF[role].includes(right);
