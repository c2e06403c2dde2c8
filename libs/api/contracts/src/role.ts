/** Who somebody is to Ferrule; what each may do is a table of the domain. */
export const ROLES = ['viewer', 'operator', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (name: unknown): name is Role => ROLES.some((role) => role === name);

/** What a route asks for: look, change, govern, read the ledger. */
export const RIGHTS = ['read', 'operate', 'administer', 'audit'] as const;
export type Right = (typeof RIGHTS)[number];
