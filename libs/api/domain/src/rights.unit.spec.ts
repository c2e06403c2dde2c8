import { RIGHTS, ROLES } from '@ferrule/api-contracts';
import { describe, expect, it } from '@jest/globals';
import { may } from './rights.ts';

describe('a role', () => {
  it('has these rights and no others', () => {
    const table = Object.fromEntries(
      ROLES.map((role) => [role, RIGHTS.filter((right) => may(role, right)).join(' ')]),
    );
    expect(table).toEqual({
      viewer: 'read',
      operator: 'read operate audit',
      admin: 'read operate administer audit',
      auditor: 'read audit',
    });
  });
});
